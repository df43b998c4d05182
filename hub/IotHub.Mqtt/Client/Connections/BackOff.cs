namespace IotHub.Mqtt.Client.Connections;

/// <summary>
/// Exponential back-off with full jitter: after a server's restart its clients come back spread over the whole interval and not in a wave.
/// </summary>
internal sealed class BackOff(TimeSpan minimum, TimeSpan maximum, Random random)
{
    private int _attempts;

    public TimeSpan Next()
    {
        // 2^30 times any minimum is beyond any maximum; the cap keeps the shift in range.
        var bound = Math.Min(maximum.Ticks, minimum.Ticks * (double)(1L << Math.Min(_attempts, 30)));
        _attempts++;
#pragma warning disable CA5394 // Spreads load, guards nothing.
        return TimeSpan.FromTicks((long)(random.NextDouble() * bound));
#pragma warning restore CA5394
    }

    public void Reset() => _attempts = 0;
}
