namespace IotHub.Automation.Schedules.Clock;

/// <summary>What the clock is measured against.</summary>
public sealed record ClockTrustLimits
{
    /// <summary>When the hub was built: no clock that is right can be before it.</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>The last moment that was stored while the clock was trusted; null on the first start.</summary>
    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>How far a clock may stray between two readings before it counts as set: above what is slewed, below what a person would notice.</summary>
    public TimeSpan StepMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest step forward that counts as an absence, to which policies for missed times apply; within a shorter one everything just comes late.</summary>
    public TimeSpan AbsenceMin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long after the machine's start a clock that could be right is waited for to be synchronised. A machine without a battery begins with the time at which it
    /// was switched off, and is set by the network within seconds; one without a network goes on with what it has.
    /// </summary>
    public TimeSpan SynchroniseWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The moment before which the clock cannot be right.</summary>
    public DateTimeOffset Floor => StoredAt is { } stored && stored > BuiltAt ? stored : BuiltAt;
}
