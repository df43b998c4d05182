using System.Collections.Immutable;

namespace IotHub.Automation.Engine.Memory;

/// <summary>
/// What an automation must not forget, at one moment between two inputs: where its runs stand, what they wait for, what holds, which times were taken.
/// Everything is named by addresses and numbers, so that it can be written down and found again by another process.
/// </summary>
public sealed record AutomationMemory
{
    /// <summary>The form that is written here; one of another number is not read.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Ids of memories that are no automation's but a snapshot's begin so; no automation's id can.</summary>
    public const string SnapshotPrefix = "snapshot:";

    /// <summary>The form that it was written in.</summary>
    public int Schema { get; init; } = SchemaVersion;

    /// <summary>The automation's id; for remembered devices <see cref="SnapshotPrefix"/> and their key.</summary>
    public required string Id { get; init; }

    /// <summary>Version of the document that runs and positions belong to.</summary>
    public int Version { get; init; }

    /// <summary>Tells the steps that positions belong to from those that another hub makes of the same document.</summary>
    public long Program { get; init; }

    /// <summary>When it was so.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How many runs there were.</summary>
    public long RunCount { get; init; }

    /// <summary>When the last run began; null for never.</summary>
    public DateTimeOffset? LastBegunAt { get; init; }

    /// <summary>What lives of its triggers; those of which nothing does are left out.</summary>
    public ImmutableArray<TriggerMemory> Triggers { get; init; } = [];

    /// <summary>Runs that go on, in the order of their beginning.</summary>
    public ImmutableArray<RunMemory> Runs { get; init; } = [];

    /// <summary>Runs that wait in line.</summary>
    public ImmutableArray<RequestMemory> Line { get; init; } = [];

    /// <summary>Commands that its runs sent and that have not come to their end, in the order of their sending.</summary>
    public ImmutableArray<CommandMemory> Commands { get; init; } = [];

    /// <summary>Values that it looks at and that became so just now: the history may not have them yet when the power goes.</summary>
    public ImmutableArray<SeenMemory> Seen { get; init; } = [];

    /// <summary>Remembered devices; empty for an automation.</summary>
    public ImmutableArray<DeviceMemory> Devices { get; init; } = [];

    /// <summary>True when something of it goes on: a run, one in line, a hold, a command.</summary>
    public bool IsPending => !Runs.IsEmpty || !Line.IsEmpty || !Commands.IsEmpty || !Devices.IsEmpty || Triggers.Any(trigger => !trigger.Holds.IsEmpty);
}
