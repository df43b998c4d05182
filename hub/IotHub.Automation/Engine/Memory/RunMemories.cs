using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Contracts.Values;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine.Memory;

/// <summary>An automation's state as its memory.</summary>
internal static class RunMemories
{
    // The history of values is on the disk within seconds; beyond two minutes it is the history that is right.
    private static readonly TimeSpan SeenFor = TimeSpan.FromMinutes(2);

    /// <summary>Writes down what an automation must not forget.</summary>
    public static AutomationMemory Of(AutomationState state, IHomeView home, DateTimeOffset now) => new()
    {
        Id = state.Plan.Id,
        Version = state.Plan.Version,
        Program = state.Program.Fingerprint,
        At = now,
        RunCount = state.RunCount,
        LastBegunAt = state.LastBegunAt,
        Triggers = TriggerMemories.Of(state.Triggers),
        Runs = [.. state.Runs.Select(Of)],
        Line = [.. state.Line.Select(request => new RequestMemory(request.Trigger, Of(request.Event), request.Because, request.AcceptedAt))],
        Commands = [.. state.Commands],
        Seen = state.IsDurable ? SeenBy(state, home, now) : [],
    };

    /// <summary>What set a trigger off.</summary>
    public static EventMemory Of(TriggerEvent happening) => new(happening.Why, NamedValue.Of(happening.Values), happening.Cause);

    /// <summary>Values by address.</summary>
    public static ImmutableArray<PropertyMemory> Of(ImmutableArray<PropertyReading> values) => [.. values.Select(reading => new PropertyMemory(reading.Property.Key, reading.Value))];

    /// <summary>Remembered devices.</summary>
    public static AutomationMemory Of(string snapshot, ImmutableArray<DeviceValues> devices, DateTimeOffset now) => new()
    {
        Id = AutomationMemory.SnapshotPrefix + snapshot,
        At = now,
        Devices = [.. devices.Select(device => new DeviceMemory(device.Device.Name, Of(device.Values)))],
    };

    private static RunMemory Of(AutomationRun run) => new(run.Number, run.Trigger, run.Cause, run.StrandCount, NamedValue.Of(run.Values), [.. run.Strands.Select(Of)]) { StepsTraced = run.StepsTraced };

    private static StrandMemory Of(Strand strand) => new(
        strand.Id,
        strand.Parent?.Id,
        strand.Next,
        strand.Children,
        [.. strand.Rounds.Select(round => new RoundMemory(round.Index, round.Times, round.List.IsDefault ? [] : [.. round.List.Select(ValueMemory.Of)]))],
        strand.Wait is { } wait ? Of(wait) : null);

    private static WaitMemory Of(StrandWait wait) => new(
        wait.BegunAt,
        wait.Ramp is null ? wait.Timer?.Due : null,
        wait.Watches is { } watches ? TriggerMemories.Of(watches) : [],
        wait.Command,
        wait.Ramp is not { } ramp ? null : new RampMemory(ramp.Begin, ramp.Duration, [.. ramp.Devices.SelectMany(device =>
            device.Values.Select(value => new RampValueMemory(device.Device.Name, value.Property.Key, value.From, value.To)))]));

    private static ImmutableArray<SeenMemory> SeenBy(AutomationState state, IHomeView home, DateTimeOffset now)
    {
        var seen = ImmutableArray.CreateBuilder<SeenMemory>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in SetsOf(state))
        {
            foreach (var (reference, _) in set.Properties())
            {
                if (home.TryGetDevice(reference.Device.Name, out var device) && device.Contract.TryGetProperty(reference.Property.Key, out var property)
                    && home.GetState(device, property) is { Value.HasValue: true, Origin: ValueOrigin.Reported } value
                    && now - value.ChangedAt <= SeenFor && known.Add(reference.Address))
                {
                    seen.Add(new SeenMemory(device.Name, property.Key, value.Value, value.ChangedAt, value.CauseId));
                }
            }
        }

        return seen.ToImmutable();
    }

    private static IEnumerable<TriggerSet> SetsOf(AutomationState state) =>
        state.Runs.SelectMany(run => run.Strands).Select(strand => strand.Wait?.Watches).OfType<TriggerSet>().Prepend(state.Triggers);
}
