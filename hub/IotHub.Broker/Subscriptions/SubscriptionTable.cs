using System.Text;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Subscriptions;

/// <summary>All subscriptions. <see cref="Version"/> changes with each, so that remembered routes know they are old.</summary>
internal sealed class SubscriptionTable
{
    private readonly Lock _lock = new();
    private readonly TopicTree<Subscription> _tree = new();

    /// <summary>Groups and their entries in the tree, by shared filter.</summary>
    private readonly Dictionary<string, Subscription> _groups = new(StringComparer.Ordinal);
    private volatile int _version;
    private volatile int _count;

    public int Version => _version;

    /// <summary>Subscriptions, each member of a group as one.</summary>
    public int Count => _count;

    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            Add_NeedsLock(subscription);
            _count++;
            _version++;
        }
    }

    /// <summary>Puts one in the place of another without a moment in which neither matches [MQTT-3.8.4-4].</summary>
    public void Replace(Subscription old, Subscription subscription)
    {
        lock (_lock)
        {
            Remove_NeedsLock(old);
            Add_NeedsLock(subscription);
            _version++;
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            Remove_NeedsLock(subscription);
            _count--;
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

    private void Add_NeedsLock(Subscription subscription)
    {
        var filter = subscription.FilterBytes;
        if (!TopicFilter.TrySplitShared(filter, out _, out var inner))
        {
            _tree.Add(filter, subscription);
            return;
        }

        if (!_groups.TryGetValue(subscription.Filter, out var entry))
        {
            entry = new Subscription { Filter = Encoding.UTF8.GetString(inner), Group = new SharedGroup() };
            _groups.Add(subscription.Filter, entry);
            _tree.Add(inner, entry);
        }

        entry.Group!.Add(subscription);
    }

    private void Remove_NeedsLock(Subscription subscription)
    {
        var filter = subscription.FilterBytes;
        if (!TopicFilter.TrySplitShared(filter, out _, out var inner))
        {
            _tree.Remove(filter, subscription);
            return;
        }

        var entry = _groups[subscription.Filter];
        entry.Group!.Remove(subscription);
        if (entry.Group.IsEmpty)
        {
            _groups.Remove(subscription.Filter);
            _tree.Remove(inner, entry);
        }
    }
}
