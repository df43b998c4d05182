namespace IotHub.Broker.Subscriptions;

/// <summary>All subscriptions. <see cref="Version"/> changes with each, so that remembered routes know they are old.</summary>
internal sealed class SubscriptionTable
{
    private readonly Lock _lock = new();
    private readonly TopicTree<Subscription> _tree = new();
    private volatile int _version;

    public int Version => _version;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _tree.Count;
            }
        }
    }

    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            _tree.Add(subscription.FilterBytes, subscription);
            _version++;
        }
    }

    /// <summary>Puts one in the place of another without a moment in which neither matches [MQTT-3.8.4-4].</summary>
    public void Replace(Subscription old, Subscription subscription)
    {
        lock (_lock)
        {
            _tree.Remove(old.FilterBytes, old);
            _tree.Add(subscription.FilterBytes, subscription);
            _version++;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _tree.Remove(subscription.FilterBytes, subscription);
            _version++;
        }
    }

    public List<Subscription> Match(ReadOnlySpan<byte> topic)
    {
        var matches = new List<Subscription>();
        lock (_lock)
        {
            _tree.Match(topic, matches);
        }

        return matches;
    }
}
