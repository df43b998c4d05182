namespace IotHub.Api.Live;

/// <summary>What the live endpoints counted since start.</summary>
internal sealed class LiveCounters
{
    private long _malformed;

    /// <summary>Frames that could not be used.</summary>
    public long FramesMalformed => Interlocked.Read(ref _malformed);

    public void CountMalformed() => Interlocked.Increment(ref _malformed);
}
