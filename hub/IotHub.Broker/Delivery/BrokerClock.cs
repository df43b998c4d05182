namespace IotHub.Broker.Delivery;

/// <summary>Milliseconds since the broker was made, by a clock that never steps.</summary>
internal sealed class BrokerClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public long Now => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
