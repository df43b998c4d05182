namespace IotHub.DeviceSim.Scenarios;

/// <summary>Times from publishing an event to a request that it caused.</summary>
internal sealed class Latencies(TimeProvider time)
{
    // 8 MB; a recording that causes more requests is measured by its first million.
    private const int SamplesMax = 1_000_000;

    private readonly Lock _lock = new();
    private readonly List<double> _samples = [];
    private long? _published;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _samples.Count;
            }
        }
    }

    public void Begin(long publishedTimestamp)
    {
        lock (_lock)
        {
            _published = publishedTimestamp;
        }
    }

    /// <summary>What comes from here on was not caused by the event but by time.</summary>
    public void End()
    {
        lock (_lock)
        {
            _published = null;
        }
    }

    public void Note(long receivedTimestamp)
    {
        lock (_lock)
        {
            if (_published is { } published && _samples.Count < SamplesMax)
            {
                _samples.Add(time.GetElapsedTime(published, receivedTimestamp).TotalMilliseconds);
            }
        }
    }

    /// <summary>The smallest sample that so large a share of all samples does not exceed; null without any.</summary>
    public double? Quantile(double share)
    {
        lock (_lock)
        {
            if (_samples.Count == 0)
            {
                return null;
            }

            var sorted = _samples.Order().ToList();
            return Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)], 3);
        }
    }
}
