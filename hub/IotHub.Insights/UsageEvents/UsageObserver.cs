using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Consent;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Insights.UsageEvents;

/// <summary>
/// Reads the core's outputs and says what of them usage events may tell. It sees names and rooms, and lets none of them through: what leaves it is made
/// of contract types, kinds, buckets and counts. Not thread-safe: whoever writes outputs down owns it.
/// </summary>
public sealed class UsageObserver
{
    // A device with a bad radio comes and goes all day; that it does is told by the first few.
    private const int ComingsPerDay = 10;

    private readonly UsageContext _context;
    private readonly Dictionary<string, (string Did, Urn Type, DateTimeOffset Since)> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DocumentShape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _enabled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DeviceAvailability Last, DateTimeOffset Since, int Day, int Count)> _comings = new(StringComparer.Ordinal);

    /// <summary>Makes one for a home as it was stored.</summary>
    /// <param name="stored">The home.</param>
    /// <param name="context">Its time zone, by which days and parts of days go, and what is wired to the board.</param>
    public UsageObserver(StoredHome stored, UsageContext context)
    {
        _context = context;
        foreach (var device in stored.Devices)
        {
            if (UrnParser.TryParse(device.ContractType, out var type))
            {
                _devices[device.Name] = (device.Did, type, device.AdoptedAt);
            }
        }

        foreach (var automation in stored.Automations)
        {
            _shapes[automation.Id] = DocumentShape.OfAutomation(automation.Text);
            _enabled[automation.Id] = automation.Enabled;
        }
    }

    /// <summary>How many devices the home has.</summary>
    public int DeviceCount => _devices.Count;

    /// <summary>True for an output that a usage event may come of.</summary>
    public static bool Concerns(HubOutput output) => output
        is HubOutput.DeviceSaved or HubOutput.DeviceReplaced or HubOutput.DeviceRetired or HubOutput.AvailabilityChanged or HubOutput.CommandEnded
        or HubOutput.AutomationSaved or HubOutput.AutomationRemoved or HubOutput.SceneSaved
        or HubOutput.Decided { Decision.Kind: DecisionKind.Finished or DecisionKind.Failed }
        or HubOutput.Recorded { What: RecordedHappening.SceneRan }
        or HubOutput.Changed { Change: { Property.IsWritable: true, Origin: ValueOrigin.Reported } };

    /// <summary>Takes an output in and says what it means.</summary>
    /// <param name="output">What the core said.</param>
    /// <param name="consent">What is granted: nothing is made of the rest.</param>
    /// <param name="now">The time, for outputs that do not say theirs.</param>
    /// <param name="facts">Where facts go.</param>
    public void Observe(HubOutput output, ConsentState consent, DateTimeOffset now, ICollection<UsageFact> facts)
    {
        var found = Read(output, now);

        // A device that joined counts for recommendations too, whether or not products are told of it.
        if (found is not null && (consent.Allows(found.Schema.Class) || (found.Schema == UsageSchemas.DeviceBound && consent.Allows(ConsentClass.Recommendation))))
        {
            facts.Add(found);
        }
    }

    private UsageFact? Read(HubOutput output, DateTimeOffset now) => output switch
    {
        HubOutput.DeviceSaved { Device: var device } => OnSaved(device, now),
        HubOutput.DeviceReplaced { After: var device, At: var at } => Bind(device, "replace", at),
        HubOutput.DeviceRetired { Device: var device } => OnRetired(device, now),
        HubOutput.AvailabilityChanged { Device: var device, Liveness.Availability: var availability, At: var at } => OnAvailability(device, availability, at),
        HubOutput.CommandEnded { End: { Outcome: CommandOutcome.Failed or CommandOutcome.TimedOut } end } => OnFailed(end),
        HubOutput.AutomationSaved { Entry: var entry } => OnSaved(entry, now),
        HubOutput.AutomationRemoved { Id: var id } => Forget(id),
        HubOutput.SceneSaved { Entry.Version: 1, IsNewVersion: true } => Created("scene", DocumentShape.OfScene(), now),
        HubOutput.Recorded { What: RecordedHappening.SceneRan ran } => RolledUp(UsageSchemas.SceneRun, ran.At, new JsonObject { ["kind"] = "scene", ["shape"] = DocumentShape.OfScene().Hash }),
        HubOutput.Decided { Decision: { Kind: DecisionKind.Finished } decision } =>
            RolledUp(UsageSchemas.SceneRun, decision.At, new JsonObject { ["kind"] = "automation", ["shape"] = ShapeOf(decision.Automation) }),
        HubOutput.Decided { Decision: { Kind: DecisionKind.Failed } decision } => RolledUp(UsageSchemas.SceneFailed, decision.At, new JsonObject { ["shape"] = ShapeOf(decision.Automation) }),
        HubOutput.Changed { Change: { Property.IsWritable: true, Origin: ValueOrigin.Reported } change } => OnUsed(change),
        _ => null,
    };

    private UsageFact? OnSaved(Device device, DateTimeOffset now)
    {
        if (!_devices.TryGetValue(device.Name, out var before))
        {
            return Bind(device, "first", now);
        }

        _devices[device.Name] = (device.Did, device.Contract.Type, before.Since);
        return before.Did == device.Did && before.Type.Text == device.Contract.Type.Text ? new UsageFact(UsageSchemas.DeviceRenamed, Model(device.Contract.Type), now) : null;
    }

    private UsageFact Bind(Device device, string source, DateTimeOffset at)
    {
        _devices[device.Name] = (device.Did, device.Contract.Type, at);
        var data = Model(device.Contract.Type);
        data["transport"] = _context.IsWired(device.Did) ? "gpio" : "mqtt";
        data["source"] = source;
        return new UsageFact(UsageSchemas.DeviceBound, data, at);
    }

    private UsageFact OnRetired(Device device, DateTimeOffset now)
    {
        var data = Model(device.Contract.Type);
        data["kept"] = UsageWords.DurationOf(_devices.Remove(device.Name, out var was) ? now - was.Since : null);
        _comings.Remove(device.Name);
        return new UsageFact(UsageSchemas.DeviceUnbound, data, now);
    }

    private UsageFact? OnAvailability(Device device, DeviceAvailability availability, DateTimeOffset at)
    {
        var isKnown = _comings.TryGetValue(device.Name, out var before);
        var day = DayOf(at).DayNumber;
        var count = isKnown && before.Day == day ? before.Count + 1 : 1;
        _comings[device.Name] = (availability, at, day, count);
        if (!isKnown || before.Last == availability || count > ComingsPerDay || availability == DeviceAvailability.Unknown)
        {
            return null;
        }

        var isThere = availability == DeviceAvailability.Online;
        var data = Model(device.Contract.Type);
        data[isThere ? "away" : "there"] = UsageWords.DurationOf(at - before.Since);
        return new UsageFact(isThere ? UsageSchemas.DeviceOnline : UsageSchemas.DeviceOffline, data, at);
    }

    private UsageFact OnFailed(CommandEnd end)
    {
        var data = Model(end.Command.Device.Contract.Type);
        data["outcome"] = end.Outcome == CommandOutcome.Failed ? "failed" : "timed-out";
        if (end.DeviceCode is { } code)
        {
            data["code"] = code;
        }

        return RolledUp(UsageSchemas.DeviceFault, end.At, data);
    }

    private UsageFact? OnSaved(AutomationEntry entry, DateTimeOffset now)
    {
        var shape = DocumentShape.OfAutomation(entry.Text);
        var wasEnabled = _enabled.TryGetValue(entry.Id, out var enabled) && enabled;
        var isNew = _shapes.TryAdd(entry.Id, shape);
        _shapes[entry.Id] = shape;
        _enabled[entry.Id] = entry.Enabled;
        return isNew ? Created("automation", shape, now)
            : wasEnabled && !entry.Enabled ? new UsageFact(UsageSchemas.SceneDisabled, new JsonObject { ["shape"] = shape.Hash, ["by"] = "person" }, now)
            : null;
    }

    private UsageFact? Forget(string id)
    {
        _shapes.Remove(id);
        _enabled.Remove(id);
        return null;
    }

    private UsageFact OnUsed(StateChange change)
    {
        var local = TimeZoneInfo.ConvertTime(change.At, _context.Zone);
        var data = Model(change.Device.Contract.Type);
        data["capability"] = change.Property.Key;
        data["daypart"] = UsageWords.DaypartOf(local.Hour);
        data["actor"] = ActorOf(change.Cause);
        return RolledUp(UsageSchemas.DeviceUsed, change.At, data);
    }

    private UsageFact RolledUp(UsageSchema schema, DateTimeOffset at, JsonObject data)
    {
        data["day"] = DayOf(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new UsageFact(schema, data, at);
    }

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _context.Zone).DateTime);

    private string ShapeOf(string automation) => _shapes.TryGetValue(automation, out var shape) ? shape.Hash : DocumentShape.OfAutomation("{}").Hash;

    private static UsageFact Created(string kind, DocumentShape shape, DateTimeOffset now) => new(
        UsageSchemas.SceneCreated,
        new JsonObject { ["kind"] = kind, ["shape"] = shape.Hash, ["triggers"] = Words(shape.Triggers), ["actions"] = Words(shape.Actions) },
        now);

    private static JsonArray Words(ImmutableArray<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static JsonObject Model(Urn type) => new() { ["model"] = type.Text, ["category"] = type.Name };

    private static string ActorOf(Cause cause) => cause.Origin switch
    {
        CauseOrigin.Person => "user",
        CauseOrigin.Automation => "scene",
        CauseOrigin.Time => "schedule",
        CauseOrigin.Device => "device",
        _ => "unknown",
    };
}
