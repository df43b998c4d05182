using System.Text.Json.Nodes;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Faults;

namespace IotHub.Certification.Tests.Firmware;

/// <summary>Faults of requests and answers as such: ids, codes, sizes, several at once.</summary>
internal static class BugsOfAnswers
{
    private const DeviceTopicKind Responses = DeviceTopicKind.Responses;

    public static IEnumerable<Bug> All =>
    [
        new("answers with another id", Clauses.OneAnswer, Answer((_, answer) => answer["id"] = "1")),
        new("answers without id", [Clauses.AnswerForm, Clauses.OneAnswer], Answer((_, answer) => answer.Remove("id"))),
        new("answers with its id as a number", [Clauses.AnswerForm, Clauses.OneAnswer], Answer((_, answer) => answer["id"] = 17)),
        new("answers with the id of the request before", Clauses.OneAnswer, _ => new IdOfBefore()),
        new("answers everything twice", Clauses.OneAnswer, new BuggyWire { OnSend = wire => wire.Kind == Responses ? [new(wire), new(wire)] : null }),
        new("answers a second time after 2 s", Clauses.OneAnswer, new BuggyWire { OnSend = wire => wire.Kind == Responses ? [new(wire), new(wire, TimeSpan.FromSeconds(2))] : null }),
        new("answers with what it said before", [Clauses.Get, Clauses.True], _ => new ContentOfBefore()),
        new("answers after 5 s", Clauses.OneAnswer, BugsOfArrival.Hold(Responses, TimeSpan.FromSeconds(5))),
        new("leaves every tenth request unanswered", Clauses.OneAnswer, _ => new LosesEveryTenth()),
        new("does not answer what it refuses", Clauses.OneAnswer, new BuggyWire { OnAnswer = (_, answer) => CodeOf(answer) >= 0 }),
        new("does not answer actions", Clauses.OneAnswer, new BuggyWire { OnAnswer = (request, _) => !request.ContainsKey("call") }),
        new("writes its code as text", Clauses.AnswerForm, Answer((_, answer) => answer["code"] = CodeOf(answer).ToString())),
        new("leaves the code out where all is well", Clauses.AnswerForm, Answer((request, answer) => _ = CodeOf(answer) == 0 && answer.Remove("code"))),
        new("says ok in place of 0", Clauses.AnswerForm, Answer((_, answer) => answer["code"] = CodeOf(answer) == 0 ? "ok" : CodeOf(answer))),
        new("uses code 2", Clauses.Codes, Answer((_, answer) => answer["code"] = CodeOf(answer) == 0 ? 2 : CodeOf(answer))),
        new("uses a code of its own", Clauses.Codes, Answer((_, answer) => answer["code"] = CodeOf(answer) < 0 ? -9999 : 0)),
        new("answers in an array", Clauses.Json, BugsOfArrival.Change(Responses, wire => BuggyWire.With(wire, $"[{BuggyWire.Text(wire)}]"))),
        new("accepts with code 1 and lets nothing follow", Clauses.Accepted, _ => new AcceptsAndForgets()),

        new("get forgets the last property", Clauses.Get, Answer((request, answer) => _ = request.ContainsKey("get") && Values(answer) is { Count: > 1 } values && values.Remove(values.Last().Key))),
        new("get brings more than was asked for", Clauses.Get, Answer((request, answer) => _ = request.ContainsKey("get") && Values(answer) is { } values && values.TryAdd("light.on", true) && values.TryAdd("light.mode", 1))),
        new("get answers with null", [Clauses.AnswerForm, Clauses.Get], Answer((request, answer) => _ = request.ContainsKey("get") && Replace(Values(answer), "light.brightness", null))),
        new("get gives numbers as text", Clauses.AnswerForm, Answer((request, answer) => _ = request.ContainsKey("get") && Values(answer)?["light.brightness"] is { } value && Replace(Values(answer), "light.brightness", value.ToString()))),
        new("get gives the value from before", Clauses.True, _ => new StaleGet()),
        new("answers a set with the value from before", Clauses.True, Answer((request, answer) => _ = request.ContainsKey("set") && Replace(Values(answer), "light.brightness", 42))),
        new("does not confirm its write-only property", Clauses.WriteOnly, Answer((_, answer) => Values(answer)?.Remove("workshop.code"))),

        new("does one thing at a time and drops the others", Clauses.Concurrent, time => new OneAtATime(time)),
        new("keeps two requests and drops the others", Clauses.Concurrent, time => new OneAtATime(time, 2)),
        new("answers eight at once with the last one's content", [Clauses.Concurrent, Clauses.Get], time => new MixesUp(time)),
        new("does a repeated request again", Clauses.Repeated, _ => new ForgetsIds(0)),
        new("remembers only four answers", Clauses.Repeated, _ => new ForgetsIds(4)),
        new("does not answer a repeated request", Clauses.Repeated, _ => new IgnoresRepeats(null)),
        new("refuses a repeated request", Clauses.Repeated, _ => new IgnoresRepeats(-4004)),
        new("answers a repeated request without its values", Clauses.Repeated, _ => new IgnoresRepeats(0)),

        new("dies of an unknown member", Clauses.Unknown, _ => new Dies(text => text.Contains("later", StringComparison.Ordinal))),
        new("refuses an unknown member", Clauses.Unknown, Answer((request, answer) => _ = request.ContainsKey("later") && Refuse(answer, -4004))),
        new("does not answer with unknown members", Clauses.Unknown, new BuggyWire { OnAnswer = (request, _) => !request.ContainsKey("later") }),
        new("dies of malformed JSON", Clauses.NoRequest, _ => new Dies(text => text.StartsWith("switch", StringComparison.Ordinal))),
        new("dies of an empty payload", Clauses.NoRequest, _ => new Dies(text => text.Length == 0)),
        new("dies of an array", Clauses.NoRequest, _ => new Dies(text => text.StartsWith('['))),
        new("dies of bytes that are not UTF-8", Clauses.NoRequest, _ => new Dies(text => text.Contains('\uFFFD', StringComparison.Ordinal))),
        new("dies of deep nesting", Clauses.NoRequest, _ => new Dies(text => text.Contains("[[[[[[", StringComparison.Ordinal))),
        new("dies of an id that is a number", Clauses.NoRequest, _ => new Dies(text => text.Contains("\"id\":7", StringComparison.Ordinal))),
        new("dies of a large request", Clauses.Size, _ => new Dies(text => text.Length > 60_000)),
        new("restarts after malformed JSON", Clauses.NoRequest, _ => new RestartsOfMalformed()),
        new("answers malformed JSON", Clauses.NoRequest, _ => new AnswersAnything(text => text.StartsWith("switch", StringComparison.Ordinal), "{\"id\":\"\",\"code\":-4004}")),
        new("answers a request without id", Clauses.NoRequest, _ => new AnswersAnything(text => text == "{\"get\":[]}", "{\"code\":-4004}")),
        new("answers a numeric id with text", Clauses.NoRequest, _ => new AnswersAnything(text => text.Contains("\"id\":7", StringComparison.Ordinal), "{\"id\":\"7\",\"code\":-4004}")),
        new("has a buffer of one kilobyte", Clauses.Size, new BuggyWire { OnReceive = wire => wire.Payload.Length > 1_024 ? [] : null }),
        new("refuses two kilobytes", Clauses.Size, Answer((request, answer) => _ = request.ToJsonString().Length > 2_000 && Refuse(answer, -4004))),
        new("takes a request of no form for done", Clauses.NoForm, Answer((request, answer) => _ = request.Count == 1 && Refuse(answer, 0))),
        new("takes set and get together", Clauses.NoForm, Answer((request, answer) => _ = request.ContainsKey("set") && request.ContainsKey("get") && Refuse(answer, 0))),
        new("takes an empty set for done", Clauses.NoForm, Answer((request, answer) => _ = request["set"] is JsonObject { Count: 0 } && Refuse(answer, 0))),
        new("takes an empty get for everything", Clauses.NoForm, Answer((request, answer) => _ = request["get"] is JsonArray { Count: 0 } && Refuse(answer, 0))),
    ];

    public static BuggyWire Answer(Action<JsonObject, JsonObject> change) => new()
    {
        OnAnswer = (request, answer) =>
        {
            change(request, answer);
            return true;
        },
    };

    public static int CodeOf(JsonObject answer) => answer["code"]?.GetValue<int>() ?? 0;

    public static JsonObject? Values(JsonObject answer) => answer["values"] as JsonObject;

    public static bool Refuse(JsonObject answer, int code)
    {
        answer["code"] = code;
        answer.Remove("values");
        answer.Remove("codes");
        answer.Remove("out");
        return true;
    }

    private static bool Replace(JsonObject? values, string key, JsonNode? value)
    {
        if (values?.ContainsKey(key) == true)
        {
            values[key] = value;
        }

        return true;
    }

    private static string? IdOf(DeviceWire wire)
    {
        try
        {
            return (JsonNode.Parse(wire.Payload.Span) as JsonObject)?["id"] is JsonValue id && id.TryGetValue<string>(out var text) ? text : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private sealed class IdOfBefore : IWireTamper
    {
        private string _before = "none";

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (message.Kind != Responses || IdOf(message) is not { } id)
            {
                return [new(message)];
            }

            var late = BuggyWire.With(message, BuggyWire.Text(message).Replace(id, _before, StringComparison.Ordinal));
            _before = id;
            return [new(late)];
        }
    }

    private sealed class ContentOfBefore : IWireTamper
    {
        private JsonObject? _before;

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (message.Kind != Responses || IdOf(message) is not { } id)
            {
                return [new(message)];
            }

            var now = JsonNode.Parse(message.Payload.Span)!.AsObject();
            var said = (_before ?? now).DeepClone().AsObject();
            said["id"] = id;
            _before = now;
            return [new(BuggyWire.With(message, said))];
        }
    }

    private sealed class LosesEveryTenth : IWireTamper
    {
        private int _count;

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => ++_count % 10 == 0 ? [] : [new(message)];
    }

    private sealed class AcceptsAndForgets : IWireTamper
    {
        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) =>
            message.Kind == Responses && BuggyWire.Text(message).Contains("\"workshop.offset\"", StringComparison.Ordinal) && BuggyWire.Text(message).Contains("\"code\":0", StringComparison.Ordinal)
                ? [new(BuggyWire.With(message, $"{{\"id\":\"{IdOf(message)}\",\"code\":1}}"))]
                : message.Kind == DeviceTopicKind.Properties && BuggyWire.Text(message).StartsWith("{\"workshop.offset\"", StringComparison.Ordinal) ? [] : [new(message)];
    }

    private sealed class StaleGet : IWireTamper
    {
        private readonly BuggyWire _wire;
        private readonly Dictionary<string, JsonNode> _first = [];

        public StaleGet() => _wire = Answer((request, answer) =>
        {
            foreach (var (key, value) in request.ContainsKey("get") && Values(answer) is { } values ? values.ToList() : [])
            {
                _first.TryAdd(key, value!.DeepClone());
                Values(answer)![key] = _first[key].DeepClone();
            }
        });

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => _wire.Send(message);

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => _wire.Receive(message);
    }

    /// <summary>Takes 50 ms for a request and has room for so many meanwhile.</summary>
    private sealed class OneAtATime(TimeProvider time, int room = 1) : IWireTamper
    {
        private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(50);
        private readonly List<DateTimeOffset> _busyUntil = [];

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            _busyUntil.RemoveAll(until => until <= time.GetUtcNow());
            if (_busyUntil.Count >= room)
            {
                return [];
            }

            _busyUntil.Add(time.GetUtcNow() + Work);
            return [new(message, Work)];
        }
    }

    /// <summary>Keeps one buffer for the question, and the id of each.</summary>
    private sealed class MixesUp(TimeProvider time) : IWireTamper
    {
        private DeviceWire? _before;
        private DateTimeOffset _at;
        private int _burst;

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            _burst = _at == time.GetUtcNow() ? _burst + 1 : 0;
            _at = time.GetUtcNow();
            var (id, before) = (IdOf(message), _before);
            _before = message;
            return before is not null && id is not null && IdOf(before) is { } other && BuggyWire.Text(message).Contains("\"get\"", StringComparison.Ordinal) && BuggyWire.Text(before).Contains("\"get\"", StringComparison.Ordinal)
                ? [new(BuggyWire.With(message, BuggyWire.Text(before).Replace(other, id, StringComparison.Ordinal)))]
                : [new(message)];
        }
    }

    /// <summary>Gives each request that it does not remember an id of its own towards the right firmware, which so takes it for new.</summary>
    private sealed class ForgetsIds(int remembered) : IWireTamper
    {
        private readonly List<string> _known = [];
        private readonly Dictionary<string, string> _original = [];
        private int _count;

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            if (IdOf(message) is not { } id || message.Payload.Length > 1_500)
            {
                return [new(message)];
            }

            var inner = _known.Contains(id) ? _original.First(pair => pair.Value == id).Key : $"x{++_count}";
            if (!_known.Contains(id))
            {
                foreach (var old in _original.Where(pair => pair.Value == id).Select(pair => pair.Key).ToList())
                {
                    _original.Remove(old);
                }

                _original[inner] = id;
                _known.Add(id);
                _known.RemoveRange(0, Math.Max(0, _known.Count - remembered));
            }

            return [new(BuggyWire.With(message, BuggyWire.Text(message).Replace($"\"{id}\"", $"\"{inner}\"", StringComparison.Ordinal)))];
        }

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => message.Kind == Responses && IdOf(message) is { } inner && _original.TryGetValue(inner, out var id)
            ? [new(BuggyWire.With(message, BuggyWire.Text(message).Replace($"\"{inner}\"", $"\"{id}\"", StringComparison.Ordinal)))]
            : [new(message)];
    }

    private sealed class IgnoresRepeats(int? code) : IWireTamper
    {
        private readonly HashSet<string> _seen = [];

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) =>
            message.Kind != Responses || IdOf(message) is not { } id || _seen.Add(id) ? [new(message)]
            : code is null ? []
            : [new(BuggyWire.With(message, $"{{\"id\":\"{id}\",\"code\":{code}}}"))];
    }

    private sealed class Dies(Func<string, bool> of) : IWireTamper
    {
        private bool _isDead;

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            _isDead |= of(BuggyWire.Text(message));
            return _isDead ? [] : [new(message)];
        }

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message) => _isDead ? [] : [new(message)];
    }

    private sealed class RestartsOfMalformed : IWireTamper
    {
        private DeviceWire? _announce;
        private bool _restarts;

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            _restarts |= BuggyWire.Text(message).StartsWith("switch", StringComparison.Ordinal);
            return [new(message)];
        }

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            _announce = message.Kind == DeviceTopicKind.Announce ? message : _announce;
            if (!_restarts || _announce is null)
            {
                return [new(message)];
            }

            _restarts = false;
            return [new(_announce), new(message)];
        }
    }

    /// <summary>Says something in answer to what is no request, with the next thing that it sends.</summary>
    private sealed class AnswersAnything(Func<string, bool> which, string answer) : IWireTamper
    {
        private int _due;

        public IReadOnlyList<TamperedMessage> Receive(DeviceWire message)
        {
            _due += which(BuggyWire.Text(message)) ? 1 : 0;
            return [new(message)];
        }

        public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
        {
            if (_due == 0 || message.Kind != Responses)
            {
                return [new(message)];
            }

            _due--;
            return [new(BuggyWire.With(message, answer)), new(message)];
        }
    }
}
