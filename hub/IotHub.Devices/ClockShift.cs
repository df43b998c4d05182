namespace IotHub.Devices;

/// <summary>The clock was set: how moments that were noted by it before are told from now on.</summary>
/// <param name="By">How far it was set; below zero for back.</param>
/// <param name="Since">When this life of the hub began, by the clock as it was before.</param>
/// <param name="Until">The present, by the clock as it was before.</param>
public readonly record struct ClockShift(TimeSpan By, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>A moment that was noted by this clock moves with it; one that is older than this life of the hub, or was noted by another clock, stays.</summary>
    public DateTimeOffset Noted(DateTimeOffset moment) => moment >= Since && moment <= Until ? Moved(moment) : moment;

    /// <summary>What is due after a while is due after as long a while.</summary>
    public DateTimeOffset Moved(DateTimeOffset moment) => moment == default ? moment
        : By > TimeSpan.Zero
            ? moment > DateTimeOffset.MaxValue - By ? DateTimeOffset.MaxValue : moment + By
            : moment < DateTimeOffset.MinValue - By ? DateTimeOffset.MinValue : moment + By;

    /// <inheritdoc cref="Moved(DateTimeOffset)"/>
    public DateTimeOffset? Moved(DateTimeOffset? moment) => moment is { } known ? Moved(known) : null;
}
