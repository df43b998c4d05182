using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Engine.Memory;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Preview;

/// <summary>
/// Reads a scenario: <c>{"start": "2026-03-02T08:00:00Z", "until": "+1h", "inputs": [{"at": "+5s", "report": {"door/contact-sensor.contact-state": true}}]}</c>.
/// Times are moments with an offset, or <c>+</c> and a duration from the start; they must not go back. Every fault is said with its place.
/// </summary>
public sealed class ScenarioReader
{
    private static readonly string[] Members = ["at", "report", "event", "arguments", "availability", "scene", "message", "webhook", "method", "body", "started"];
    private readonly DocumentFaults _faults = new("scenario");
    private readonly List<RecordedHappening> _happenings = [];
    private readonly IHomeView _home;
    private DateTimeOffset _start;
    private DateTimeOffset _now;
    private long _order;

    private ScenarioReader(IHomeView home) => _home = home;

    /// <summary>Reads one.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards.</param>
    /// <param name="home">The home that it names devices of.</param>
    public static ScenarioDocument Read(ReadOnlyMemory<byte> utf8Json, IHomeView home)
    {
        ArgumentNullException.ThrowIfNull(home);
        var reader = new ScenarioReader(home);
        if (!PositionedJson.TryParse(utf8Json, AutomationLimits.JsonDepthMax, out var root, out var fault))
        {
            return new ScenarioDocument(default, default, [], [fault]);
        }

        return reader.Read(root);
    }

    private ScenarioDocument Read(JsonNodeAt root)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            _faults.Error(root, "form", $"A scenario is an object, found {root.Describe()}.");
            return new ScenarioDocument(default, default, [], _faults.ToImmutable());
        }

        foreach (var member in root.Properties.Where(member => member.Name is not ("start" or "until" or "inputs") && !member.Name.StartsWith("//", StringComparison.Ordinal)))
        {
            _faults.AtName(member, Contracts.Diagnostics.DiagnosticSeverity.Error, "member", $"A scenario has no member \"{member.Name}\".", NearestName.Suggest(member.Name, ["start", "until", "inputs"]));
        }

        if (!root.TryGet("start", out var start) || !TryMoment(start, out _start))
        {
            _faults.Error(start ?? root, "start", "\"start\" is missing, or is no moment with an offset.", "\"start\": \"2026-03-02T08:00:00Z\"");
        }

        _now = _start;
        var inputs = root.List("inputs");
        _faults.CheckCount(root, "inputs", inputs.Length, PreviewLimits.ScenarioInputsMax);
        foreach (var input in inputs.Take(PreviewLimits.ScenarioInputsMax))
        {
            ReadInput(input);
        }

        var end = _now + TimeSpan.FromHours(1);
        if (root.TryGet("until", out var until) && (!TryMoment(until, out end) || end < _now))
        {
            _faults.Error(until, "time", "\"until\" is no moment with an offset and no + with a duration, or lies before the last input.", "\"+1h\"");
        }

        if (end - _start > TimeSpan.FromDays(PreviewLimits.DaysMax))
        {
            _faults.Error(until ?? root, "time", $"A scenario lasts at most {PreviewLimits.DaysMax} days.");
        }

        // The last moment itself counts: a person who writes "+5m" means five minutes with their end.
        return new ScenarioDocument(_start, end.AddTicks(1), [.. _happenings], _faults.ToImmutable());
    }

    private void ReadInput(JsonNodeAt input)
    {
        if (input.Kind != JsonValueKind.Object)
        {
            _faults.Error(input, "form", $"An input is an object, found {input.Describe()}.");
            return;
        }

        foreach (var member in input.Properties.Where(member => !Members.Contains(member.Name, StringComparer.Ordinal) && !member.Name.StartsWith("//", StringComparison.Ordinal)))
        {
            _faults.AtName(member, Contracts.Diagnostics.DiagnosticSeverity.Error, "member", $"An input has no member \"{member.Name}\".", NearestName.Suggest(member.Name, Members));
        }

        if (!input.TryGet("at", out var at) || !TryMoment(at, out var moment) || moment < _now)
        {
            _faults.Error(at ?? input, "time", "\"at\" is missing, is no moment with an offset and no + with a duration, or lies before the input before it.", "\"at\": \"+5s\"");
            moment = _now;
        }

        _now = moment;
        ReadReport(input);
        ReadEvent(input);
        foreach (var member in input.Members("availability"))
        {
            if (DeviceOf(member.Value, member.Name) is { } device)
            {
                DeviceAvailability? becomes = member.Value.Text switch { "online" => DeviceAvailability.Online, "silent" => DeviceAvailability.Silent, "offline" => DeviceAvailability.Offline, _ => null };
                if (becomes is not { } known)
                {
                    _faults.Error(member.Value, "value", $"A device is \"online\", \"silent\" or \"offline\", found {member.Value.Describe()}.");
                    continue;
                }

                _happenings.Add(new RecordedHappening.AvailabilityNews(_now, ++_order, device.Name, known));
            }
        }

        foreach (var member in input.Members("message"))
        {
            _happenings.Add(new RecordedHappening.Message(_now, ++_order, member.Name, member.Value.Text ?? member.Value.Raw, IsCut: false));
        }

        if (input.TextOf("scene") is { } scene)
        {
            _happenings.Add(new RecordedHappening.SceneRan(_now, ++_order, scene, string.Empty));
        }

        if (input.TextOf("webhook") is { } hook)
        {
            _happenings.Add(new RecordedHappening.Hook(_now, ++_order, hook, (input.TextOf("method") ?? "POST").ToUpperInvariant(), input.TextOf("body") ?? string.Empty, IsCut: false));
        }

        if (input.Flag("started"))
        {
            _happenings.Add(new RecordedHappening.Ready(_now, ++_order));
        }
    }

    private void ReadReport(JsonNodeAt input)
    {
        var place = 0;
        var order = ++_order;
        foreach (var member in input.Members("report"))
        {
            if (Split(member.Name) is not ({ } name, { } key) || DeviceOf(member.Value, name) is not { } device)
            {
                continue;
            }

            if (!device.Contract.TryGetProperty(key, out var property))
            {
                _faults.Error(member.Value, "property", $"{name} has no property {key}.", NearestName.Suggest(key, device.Contract.Properties.Select(known => known.Key)));
            }
            else if (Coerce(property, member.Value) is { } value)
            {
                _happenings.Add(new RecordedHappening.Change(_now, order, order, place++, device.Name, property.Key, value, ValueOrigin.Reported));
            }
        }
    }

    private void ReadEvent(JsonNodeAt input)
    {
        if (!input.TryGet("event", out var written))
        {
            return;
        }

        if (written.Text is not { } address || Split(address) is not ({ } name, { } key))
        {
            _faults.Error(written, "event", $"An event is written device/service.event, found {written.Describe()}.");
            return;
        }

        if (DeviceOf(written, name) is not { } device)
        {
            return;
        }

        if (!device.Contract.TryGetEvent(key, out var happening))
        {
            _faults.Error(written, "event", $"{name} has no event {key}.");
            return;
        }

        var arguments = ImmutableArray.CreateBuilder<PropertyMemory>();
        foreach (var member in input.Members("arguments"))
        {
            var argument = happening.Arguments.FirstOrDefault(known => known.Key == member.Name || known.Key.EndsWith("." + member.Name, StringComparison.Ordinal));
            if (argument is null)
            {
                _faults.Error(member.Value, "argument", $"{key} has no argument {member.Name}.", NearestName.Suggest(member.Name, happening.Arguments.Select(known => known.Key)));
            }
            else if (Coerce(argument, member.Value) is { } value)
            {
                arguments.Add(new PropertyMemory(argument.Key, value));
            }
        }

        _happenings.Add(new RecordedHappening.Event(_now, ++_order, device.Name, key, arguments.ToImmutable()));
    }

    private PropertyValue? Coerce(ContractProperty property, JsonNodeAt node)
    {
        if (ValueCoercion.TryCoerce(property, node, out var value, out var fault, ValueUse.Report))
        {
            return value;
        }

        _faults.Error(node, "value", fault.Message);
        return null;
    }

    private Device? DeviceOf(JsonNodeAt place, string name)
    {
        if (_home.TryGetDevice(name, out var device))
        {
            return device;
        }

        _faults.Error(place, "device", $"There is no device {name}.", NearestName.Suggest(name, _home.Devices.Select(known => known.Name)));
        return null;
    }

    private static (string? Device, string? Key) Split(string address)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (address, string.Empty) : (address[..slash], address[(slash + 1)..]);
    }

    private bool TryMoment(JsonNodeAt node, out DateTimeOffset moment)
    {
        moment = default;
        if (node.Text is not { } text)
        {
            return false;
        }

        if (text.StartsWith('+') && Duration.TryParse(text.AsSpan(1), out var after))
        {
            moment = _start + after;
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }
}
