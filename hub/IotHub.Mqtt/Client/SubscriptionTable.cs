using System.Collections.Immutable;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Client;

/// <summary>What the client subscribes to, in the order it was asked; kept across connections.</summary>
internal sealed class SubscriptionTable(int subscriptionsMax)
{
    private readonly Lock _lock = new();
    private ImmutableArray<Subscription> _all = [];

    public ImmutableArray<Subscription> All
    {
        get
        {
            lock (_lock)
            {
                return _all;
            }
        }
    }

    /// <summary>Adds a subscription; one with the same filter is replaced, as the server does.</summary>
    /// <exception cref="InvalidOperationException">There are as many as may be.</exception>
    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            var others = _all.RemoveAll(other => other.Filter == subscription.Filter);
            if (others.Length >= subscriptionsMax)
            {
                throw new InvalidOperationException($"A client holds at most {subscriptionsMax} subscriptions (SubscriptionsMax).");
            }

            _all = others.Add(subscription);
        }
    }

    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            _all = _all.Remove(subscription);
        }
    }

    /// <summary>Who handles messages of a topic, in the order of subscribing.</summary>
    public IEnumerable<Subscription> Matching(ReadOnlyMemory<byte> topic)
    {
        foreach (var subscription in All)
        {
            if (TopicFilter.Matches(subscription.FilterBytes, topic.Span))
            {
                yield return subscription;
            }
        }
    }

    /// <summary>Reads a server's answer: refused ones are told and forgotten.</summary>
    public void Answer(ImmutableArray<Subscription> asked, ImmutableArray<ReasonCode> reasons)
    {
        for (var i = 0; i < asked.Length; i++)
        {
            var reason = i < reasons.Length ? reasons[i] : ReasonCode.UnspecifiedError;
            if ((int)reason < 0x80)
            {
                asked[i].Grant();
            }
            else
            {
                asked[i].Refuse(reason);
                Remove(asked[i]);
            }
        }
    }
}
