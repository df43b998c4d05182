using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Schedules;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>The sentences of decisions: the same for the same inputs, in the invariant culture.</summary>
internal static class EngineTexts
{
    public static string Changed(TriggerPlan.Watch watch, StateChange change)
    {
        var before = change.Before.HasValue ? $" from {Quote(change.Before)}" : string.Empty;
        return watch.Test switch
        {
            { IsAny: true } => $"{watch.Reference} changed{before} to {Quote(change.After)}",
            { Equal.HasValue: true } or { Not.IsDefaultOrEmpty: false } => $"{watch.Reference} became {Quote(change.After)}",
            _ => $"{watch.Reference} went{before} to {Quote(change.After)}, {Bounds(watch.Test)}",
        };
    }

    public static string Held(TriggerPlan.Watch watch, PropertyValue value, TimeSpan duration) => watch.Test.Above is null && watch.Test.Below is null
        ? $"{watch.Reference} has been {Quote(value)} for {Duration.Format(duration)}"
        : $"{watch.Reference} has been {Bounds(watch.Test)} for {Duration.Format(duration)}";

    public static string Happened(TriggerPlan.EventSource source, ImmutableArray<PropertyReading> arguments) => arguments.IsDefaultOrEmpty
        ? $"{source.Device.Name}/{source.Happening.Key} happened"
        : $"{source.Device.Name}/{source.Happening.Key} happened with {Readings(string.Empty, arguments)}";

    public static string Stands(Device device, DeviceAvailability availability) => $"{device.Name} is {EngineValues.NameOf(availability)}";

    public static string Arrived(string topic, string payload) => $"a message arrived on {topic}: {Cut(payload)}";

    public static string AtMost(ActionPlan.WaitLimit? limit) => limit is null ? string.Empty : $", at most {Duration.Format(limit.Timeout)}";

    public static string NameOf(RunHappening happening) => happening switch
    {
        RunHappening.Started => "started",
        RunHappening.Finished => "finished",
        RunHappening.Failed => "failed",
        _ => "was stopped",
    };

    /// <summary>What a condition on the time asks, in words.</summary>
    public static string Asked(TimeTest test) => test switch
    {
        TimeTest.Window window => $"within {(window.From is { } from ? Clock(from) : "the start of the day")} to {(window.To is { } to ? Clock(to) : "its end")} on the days asked for",
        TimeTest.Elevation height => $"the sun{(height.Above is { } above ? $" above {Number(above)}°" : string.Empty)}{(height.Below is { } below ? $" below {Number(below)}°" : string.Empty)}",
        TimeTest.After after => $"after {Sun(after.Happening.Name, after.Offset)}",
        TimeTest.Before before => $"before {Sun(before.Happening.Name, before.Offset)}",
        TimeTest.Between between => $"after {Sun(between.Opens)} and before {Sun(between.Closes)}",
        _ => "the time asked for",
    };

    public static string TimeCame(DateTimeOffset due, TimeZoneInfo zone) => $"it is {Clock(due, zone)}";

    /// <summary>What the first wait of a run that goes on after a restart was for, and how late it is.</summary>
    public static string StandsAt(RunMemory run, DateTimeOffset now) => run.Strands.FirstOrDefault(strand => strand.Wait is not null)?.Wait switch
    {
        { Due: { } due } when due < now => $": its wait was over at {Moment(due)}, {Duration.Format(TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor((now - due).TotalMilliseconds))))} ago",
        { Due: { } due } => $": it waits until {Moment(due)} at most",
        { Command: not null } => ": it waits for the end of a command, which is sent again",
        { Ramp: not null } => ": values are on their way",
        { } => ": it waits for what it waited for",
        null => string.Empty,
    };

    public static string Late(DateTimeOffset due) => $" (was due at {Moment(due)})";

    public static string Set(ImmutableArray<DeviceValues> devices) =>
        devices is [{ Values: [var only] } one]
            ? $"{one.Device.Name}/{only.Property.Key} = {Quote(only.Value)}"
            : string.Join(", ", devices.Select(device => Readings(device.Device.Name + "/", device.Values)));

    public static string Call(ActionPlan.Call call) => call.In.IsEmpty
        ? $"{call.Device.Name}/{call.Action.Key}"
        : $"{call.Device.Name}/{call.Action.Key} with {Readings(string.Empty, call.In)}";

    /// <summary>What a call brought, at the end of a sentence.</summary>
    public static string Brought(ImmutableArray<PropertyReading> results) => results.IsDefaultOrEmpty ? string.Empty : ": " + Readings(string.Empty, results);

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) => Clock(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime));

    public static string Clock(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerMinute < TimeSpan.TicksPerSecond ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Bounds(PropertyTest test) => (test.Above, test.Below) switch
    {
        ({ } above, { } below) => $"above {Number(above)} and below {Number(below)}",
        ({ } above, null) => $"above {Number(above)}",
        (null, { } below) => $"below {Number(below)}",
        _ => Choice(test),
    };

    public static string Quote(PropertyValue value) => value.Kind == PropertyValueKind.Text ? $"\"{value.AsText}\"" : value.ToString();

    private static string Sun(Schedule schedule) => schedule is SunSchedule sun ? Sun(sun.Happening.Name, sun.Offset) : "the time asked for";

    private static string Sun(string name, TimeSpan offset) => offset == TimeSpan.Zero ? name : $"{name}{(offset < TimeSpan.Zero ? "-" : "+")}{Duration.Format(offset.Duration())}";

    private static string Choice(PropertyTest test)
    {
        var wanted = test.Equal.HasValue ? string.Join(" or ", (test.Others.IsDefaultOrEmpty ? [test.Equal] : test.Others.Insert(0, test.Equal)).Select(Quote)) : string.Empty;
        var not = test.Not.IsDefaultOrEmpty ? string.Empty : "other than " + string.Join(", ", test.Not.Select(Quote));
        return wanted.Length == 0 && not.Length == 0 ? "known" : string.Join(", ", new[] { wanted, not }.Where(part => part.Length > 0));
    }

    private static string Cut(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static string Readings(string prefix, ImmutableArray<PropertyReading> values) =>
        string.Join(", ", values.Select(reading => $"{prefix}{reading.Property.Key} = {Quote(reading.Value)}"));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
