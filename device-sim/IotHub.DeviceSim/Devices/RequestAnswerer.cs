using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// Answers requests as firmware does: each property by itself, good ones take effect although others in the same request fail. It checks
/// against the contract on its own and trusts no hub.
/// </summary>
public sealed class RequestAnswerer
{
    private readonly DeviceState _state;
    private readonly ImmutableDictionary<string, int> _refused;
    private readonly AnswerMemory _memory = new();
    private readonly DeviceEffects _effects;

    /// <summary>Answers for a device.</summary>
    /// <param name="state">Its values.</param>
    /// <param name="refused">Codes of what it refuses, by key of property or action; null for nothing.</param>
    public RequestAnswerer(DeviceState state, ImmutableDictionary<string, int>? refused = null)
    {
        _state = state;
        _effects = new DeviceEffects(state, BehaviourTable.Default);
        _refused = refused ?? ImmutableDictionary<string, int>.Empty;
    }

    /// <summary>The id of a request; null for what is no request and cannot be answered.</summary>
    public static string? ReadId(ReadOnlyMemory<byte> payload)
    {
        using var document = Parse(payload);
        return document is null ? null : IdOf(document.RootElement);
    }

    /// <summary>
    /// Answers a request and takes what it sets. A request whose id is among the last <see cref="SimLimits.AnswersRememberedMax"/> answered gets
    /// the same response again, and nothing is done or changed.
    /// </summary>
    /// <returns>The answer; null for what has no id and so cannot be answered.</returns>
    public DeviceAnswer? Answer(ReadOnlyMemory<byte> payload)
    {
        using var document = Parse(payload);
        if (document is null || IdOf(document.RootElement) is not { } id)
        {
            return null;
        }

        if (_memory.TryFind(id, out var earlier))
        {
            return new DeviceAnswer(earlier, []);
        }

        var answer = TryAnswer(id, document.RootElement);
        _memory.Remember(answer.Response);
        return answer;
    }

    /// <summary>Forgets its answers, as firmware does that starts anew.</summary>
    public void Forget() => _memory.Forget();

    private DeviceAnswer TryAnswer(string id, JsonElement root)
    {
        try
        {
            return AnswerNew(id, root);
        }
        catch (InvalidOperationException)
        {
            // A name with an escape that is half a character; all names are looked at before anything is done.
            return DeviceAnswer.Refusal(id, DeviceCodes.Internal);
        }
    }

    private DeviceAnswer AnswerNew(string id, JsonElement root)
    {
        var hasSet = root.TryGetProperty("set", out var set);
        var hasGet = root.TryGetProperty("get", out var get);
        var hasCall = root.TryGetProperty("call", out var call);
        return (hasSet, hasGet, hasCall) switch
        {
            (true, false, false) when set.ValueKind == JsonValueKind.Object && set.GetPropertyCount() > 0 && !HasRepeated(set.EnumerateObject().Select(member => member.Name)) => Set(id, set),
            (false, true, false) when get.ValueKind == JsonValueKind.Array && get.GetArrayLength() > 0 && !HasRepeated(get.EnumerateArray().Select(item => item.ToString())) => Get(id, get),
            (false, false, true) when call.ValueKind == JsonValueKind.String => Call(id, call, root),
            _ => DeviceAnswer.Refusal(id, DeviceCodes.Internal),
        };
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > SimLimits.RequestBytesMax)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = MessageLimits.DepthMax });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? IdOf(JsonElement root)
    {
        try
        {
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                && id.GetString() is { Length: > 0 and <= MessageLimits.IdLengthMax } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a character is no text to answer with.
            return null;
        }
    }

    private static bool HasRepeated(IEnumerable<string> addresses)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return !addresses.All(seen.Add);
    }

    private DeviceAnswer Set(string id, JsonElement set)
    {
        var outcome = new Outcome();
        foreach (var member in set.EnumerateObject())
        {
            if (!_state.Contract.TryGetProperty(member.Name, out var property))
            {
                outcome.Fail(null, DeviceCodes.NotFound);
            }
            else if (!property.IsWritable)
            {
                outcome.Fail(property, DeviceCodes.NotWritable);
            }
            else if (!ValueCoercion.TryCoerce(property, member.Value, out var value, out _))
            {
                outcome.Fail(property, DeviceCodes.BadValue);
            }
            else if (_refused.TryGetValue(property.Key, out var code))
            {
                outcome.Fail(property, code);
            }
            else
            {
                Take(outcome, _effects.Write(new PropertyReading(property, value)));
                outcome.Values.RemoveAll(other => other.Property == property);
                outcome.Values.Add(new PropertyReading(property, value));
            }
        }

        return outcome.ToAnswer(id);
    }

    private DeviceAnswer Get(string id, JsonElement get)
    {
        var outcome = new Outcome();
        foreach (var item in get.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !_state.Contract.TryGetProperty(item.GetString() ?? string.Empty, out var property))
            {
                outcome.Fail(null, DeviceCodes.NotFound);
            }
            else if (!property.IsObservable)
            {
                outcome.Fail(property, DeviceCodes.NotReadable);
            }
            else if (!_state.Get(property).HasValue)
            {
                outcome.Fail(property, DeviceCodes.Internal);
            }
            else if (!outcome.Values.Exists(other => other.Property == property))
            {
                outcome.Values.Add(new PropertyReading(property, _state.Get(property)));
            }
        }

        return outcome.ToAnswer(id);
    }

    private DeviceAnswer Call(string id, JsonElement call, JsonElement root)
    {
        if (!_state.Contract.TryGetAction(call.GetString() ?? string.Empty, out var action))
        {
            return DeviceAnswer.Refusal(id, DeviceCodes.NotFound);
        }

        var arguments = new List<PropertyReading>();
        if (root.TryGetProperty("in", out var given) && given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            return DeviceAnswer.Refusal(id, DeviceCodes.BadArguments);
        }

        foreach (var member in given.ValueKind == JsonValueKind.Object ? [.. given.EnumerateObject()] : Array.Empty<JsonProperty>())
        {
            var argument = action.In.FirstOrDefault(property => property.Key == member.Name);
            if (argument is null || arguments.Exists(other => other.Property == argument)
                || !ValueCoercion.TryCoerce(argument, member.Value, out var value, out _))
            {
                return DeviceAnswer.Refusal(id, DeviceCodes.BadArguments);
            }

            arguments.Add(new PropertyReading(argument, value));
        }

        if (_refused.TryGetValue(action.Key, out var code))
        {
            return DeviceAnswer.Refusal(id, code);
        }

        return arguments.Count == action.In.Length ? Do(id, action, arguments) : DeviceAnswer.Refusal(id, DeviceCodes.BadArguments);
    }

    private DeviceAnswer Do(string id, ContractAction action, List<PropertyReading> arguments)
    {
        var outcome = new Outcome();

        Take(outcome, _effects.Do(action, arguments));
        foreach (var result in action.Out)
        {
            if (_state.Get(result).HasValue)
            {
                outcome.Out.Add(new PropertyReading(result, _state.Get(result)));
            }
        }

        return outcome.ToAnswer(id);
    }

    private static void Take(Outcome outcome, ImmutableArray<PropertyReading> changed)
    {
        foreach (var reading in changed.Where(reading => reading.Property.IsObservable))
        {
            outcome.Changed.RemoveAll(other => other.Property == reading.Property);
            outcome.Changed.Add(reading);
        }
    }

    /// <summary>What comes together while a request is worked through.</summary>
    private sealed class Outcome
    {
        private readonly List<PropertyCode> _codes = [];
        private int _code;

        public List<PropertyReading> Values { get; } = [];

        public List<PropertyReading> Changed { get; } = [];

        public List<PropertyReading> Out { get; } = [];

        /// <summary>Something failed; a property that the contract does not have shows only in the code of the whole.</summary>
        public void Fail(ContractProperty? property, int code)
        {
            _code = _code == DeviceCodes.Done ? code : _code;
            if (property is not null && !_codes.Exists(other => other.Property == property))
            {
                _codes.Add(new PropertyCode(property, code));
            }
        }

        public DeviceAnswer ToAnswer(string id)
        {
            // A property cannot both have failed and be in force.
            Values.RemoveAll(value => _codes.Exists(failed => failed.Property == value.Property));
            return new(new ResponseMessage(id, _code, [.. Values], [.. _codes], [.. Out]), [.. Changed]);
        }
    }
}
