namespace IotHub.DeviceSim.Certification;

/// <summary>How a certification waits: by a clock, or, in a test, by moving one.</summary>
public interface IPatience
{
    /// <summary>The clock that times are taken from.</summary>
    TimeProvider Time { get; }

    /// <summary>Returns when something happened or the time is over, whichever comes first.</summary>
    /// <param name="happened">Completes when something happens; never fails.</param>
    /// <param name="atMost">How long at most; above zero.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task WaitAsync(Task happened, TimeSpan atMost, CancellationToken cancellationToken);
}
