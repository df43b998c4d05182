namespace IotHub.DeviceSim.Certification;

/// <summary>Waits by a clock that runs by itself.</summary>
/// <param name="time">The clock.</param>
public sealed class ClockPatience(TimeProvider time) : IPatience
{
    /// <inheritdoc/>
    public TimeProvider Time => time;

    /// <inheritdoc/>
    public async Task WaitAsync(Task happened, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(happened, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
