using System.Collections.Immutable;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>What the client subscribes to, in the order it was asked, and what it no longer wants; kept across connections.</summary>
internal sealed class SubscriptionTable(int subscriptionsMax)
{
    private readonly Lock _lock = new();
    private ImmutableArray<Subscription> _all = [];
    private ImmutableArray<Unsubscription> _leaving = [];
    private bool _hasStopped;

    /// <summary>A subscription that was granted once was refused on renewal.</summary>
    public Action<string, MqttException> Lost { get; set; } = (_, _) => { };

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

    public ImmutableArray<Unsubscription> Leaving
    {
        get
        {
            lock (_lock)
            {
                return _leaving;
            }
        }
    }

    /// <summary>Adds a subscription; one with the same filter is replaced, as the server does.</summary>
    /// <exception cref="InvalidOperationException">There are as many as may be.</exception>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    public void Add(Subscription subscription)
    {
        lock (_lock)
        {
            ThrowIfStopped_NeedsLock();
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

    /// <summary>Takes a filter out. It is kept until the server has answered.</summary>
    /// <exception cref="InvalidOperationException">There are as many on their way as may be.</exception>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    public Unsubscription Leave(string filter)
    {
        lock (_lock)
        {
            ThrowIfStopped_NeedsLock();
            if (_leaving.Length >= subscriptionsMax)
            {
                throw new InvalidOperationException($"At most {subscriptionsMax} filters are unsubscribed at a time (SubscriptionsMax).");
            }

            _all = _all.RemoveAll(other => other.Filter == filter);
            var leaving = new Unsubscription(filter);
            _leaving = _leaving.Add(leaving);
            return leaving;
        }
    }

    public void Remove(Unsubscription leaving)
    {
        lock (_lock)
        {
            _leaving = _leaving.Remove(leaving);
        }
    }

    /// <summary>The server has no session any more: all is to be asked for again, and what was to be forgotten is.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var subscription in _all)
            {
                subscription.Lose();
            }

            foreach (var leaving in _leaving)
            {
                leaving.Answer(ReasonCode.Success, null);
            }

            _leaving = [];
        }
    }

    /// <summary>The client stops: whoever waits is told.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _hasStopped = true;
            foreach (var subscription in _all)
            {
                subscription.Refuse(new MqttConnectionException("The client has stopped."));
            }

            foreach (var leaving in _leaving)
            {
                leaving.Refuse(new MqttConnectionException("The client has stopped."));
            }
        }
    }

    /// <summary>
    /// Who handles a message, in the order of subscribing. One with an identifier handles what carries it; one without handles what its filter
    /// matches. Where nobody would, as for a message kept from before the identifiers changed, the filters alone decide.
    /// </summary>
    public IEnumerable<Subscription> HandlersOf(PublishPacket packet)
    {
        var all = All;
        var carried = packet.Properties.SubscriptionIdentifiers;
        var handlers = all
            .Where(one => one.Request.Identifier is { } identifier ? carried.Contains(identifier) : one.Matches(packet.Topic.Span))
            .ToList();
        return handlers.Count > 0 ? handlers : all.Where(one => one.Matches(packet.Topic.Span));
    }

    /// <summary>Reads a server's answer: refused ones are told and forgotten.</summary>
    public void Answer(ImmutableArray<Subscription> asked, SubackPacket suback)
    {
        for (var i = 0; i < asked.Length; i++)
        {
            var reason = suback.ReasonCodes[i];
            if (reason < ReasonCode.UnspecifiedError)
            {
                asked[i].Grant((MqttQos)reason);
            }
            else
            {
                Refuse(asked[i], new MqttRefusedException($"The server refused the subscription {asked[i].Filter}: {reason}.", reason, suback.Properties.ReasonString));
            }
        }
    }

    /// <summary>Takes out a subscription that will not be granted.</summary>
    public void Refuse(Subscription subscription, MqttException exception)
    {
        Remove(subscription);
        if (!subscription.Refuse(exception))
        {
            Lost(subscription.Filter, exception);
        }
    }

    private void ThrowIfStopped_NeedsLock()
    {
        if (_hasStopped)
        {
            throw new MqttConnectionException("The client has stopped.");
        }
    }
}
