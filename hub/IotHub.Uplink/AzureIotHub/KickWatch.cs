namespace IotHub.Uplink.AzureIotHub;

/// <summary>
/// Notices that two processes share one identity: the service closes the elder connection for each new one, so that they close one another's
/// for ever.
/// </summary>
internal sealed class KickWatch
{
    private readonly Queue<DateTimeOffset> _kicks = new();

    /// <summary>How often it happened.</summary>
    public long Count { get; private set; }

    /// <summary>A connection was ended by the other side.</summary>
    /// <param name="now">When.</param>
    /// <param name="life">How long it had lasted. One that lasted longer than the window is no part of a fight.</param>
    /// <returns>True when it is a fight.</returns>
    public bool Note(DateTimeOffset now, TimeSpan life)
    {
        Count++;
        if (life > AzureIotHubLimits.KickWindow)
        {
            return false;
        }

        _kicks.Enqueue(now);
        while (_kicks.Peek() <= now - AzureIotHubLimits.KickWindow)
        {
            _kicks.Dequeue();
        }

        return _kicks.Count >= AzureIotHubLimits.KicksMax;
    }
}
