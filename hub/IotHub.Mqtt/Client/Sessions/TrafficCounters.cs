namespace IotHub.Mqtt.Client.Sessions;

/// <summary>Counts that several loops write.</summary>
internal sealed class TrafficCounters
{
    private long _sent;
    private long _received;
    private long _dropped;

    public long SentCount => Interlocked.Read(ref _sent);

    public long ReceivedCount => Interlocked.Read(ref _received);

    public long DroppedCount => Interlocked.Read(ref _dropped);

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Received() => Interlocked.Increment(ref _received);

    public void Dropped() => Interlocked.Increment(ref _dropped);
}
