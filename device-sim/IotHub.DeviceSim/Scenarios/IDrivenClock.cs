namespace IotHub.DeviceSim.Scenarios;

/// <summary>The clock of a hub whose time is driven from outside.</summary>
public interface IDrivenClock
{
    /// <summary>Lets time go on; the hub may stop earlier, when what fell due made it ask something of a device.</summary>
    /// <exception cref="SimulationException">The hub does not answer.</exception>
    ValueTask<ClockAnswer> AdvanceAsync(DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>The hub's answer.</summary>
/// <param name="Now">Where its clock stands.</param>
/// <param name="Requests">How many requests it has sent to devices since it started.</param>
public sealed record ClockAnswer(DateTimeOffset Now, long Requests);
