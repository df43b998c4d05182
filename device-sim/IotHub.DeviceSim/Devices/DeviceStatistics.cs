namespace IotHub.DeviceSim.Devices;

/// <summary>What simulated devices have done; one object may count for many of them.</summary>
public sealed class DeviceStatistics
{
    private long _published;
    private long _requests;
    private long _rejections;
    private long _dropped;
    private long _connects;
    private long _refused;
    private long _lost;

    /// <summary>Messages that the broker acknowledged.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Requests that came in.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Of them, answered with a code below zero.</summary>
    public long Rejections => Interlocked.Read(ref _rejections);

    /// <summary>Of them, not answered: no request at all, or by a simulated fault.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Connections made.</summary>
    public long Connects => Interlocked.Read(ref _connects);

    /// <summary>Messages that the broker refused or that could not be sent.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Messages that did not go out because the device was out of reach, or held back too many.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    internal void CountLost() => Interlocked.Increment(ref _lost);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountPublished() => Interlocked.Increment(ref _published);

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    internal void CountRejection() => Interlocked.Increment(ref _rejections);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountConnect() => Interlocked.Increment(ref _connects);
}
