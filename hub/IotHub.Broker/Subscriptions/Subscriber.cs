using System.Text;
using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Broker.Sessions;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Subscriptions;

/// <summary>What SUBSCRIBE and UNSUBSCRIBE do (sections 3.8 to 3.11).</summary>
internal sealed class Subscriber(BrokerCore core)
{
    /// <summary>Subscribes, answers, and sends what is retained.</summary>
    public void Subscribe(ClientConnection connection, Session session, SubscribePacket packet)
    {
        if (packet.Subscriptions.Any(request => request.NoLocal && TopicFilter.IsShared(Encoding.UTF8.GetBytes(request.Filter))))
        {
            connection.Refuse(new Mqtt.Codec.ProtocolFault(ReasonCode.ProtocolError, "MQTT-3.8.3-4", "A shared subscription is not for 'no local'"));
            return;
        }

        var codes = new List<ReasonCode>();
        var replay = new List<(Subscription Subscription, StoredMessage Message)>();
        int[] identifiers = packet.Properties.SubscriptionIdentifiers is [var identifier, ..] ? [identifier] : [];
        foreach (var request in packet.Subscriptions)
        {
            // The policy is asked before the lock: whoever ends the session waits for it with the lock of all sessions in hand.
            var code = Judge(connection, request);
            lock (session.Subscriptions)
            {
                if (code < ReasonCode.UnspecifiedError && session.HasEnded)
                {
                    code = ReasonCode.UnspecifiedError;
                }
                else if (code < ReasonCode.UnspecifiedError && !HasRoom_NeedsLock(session, request))
                {
                    code = ReasonCode.QuotaExceeded;
                }

                codes.Add(code);
                if (code < ReasonCode.UnspecifiedError)
                {
                    Add_NeedsLock(session, request, identifiers, connection.IsBridge, replay);
                }
            }
        }

        connection.MarkOwn(connection.Output.Write(new SubackPacket { PacketId = packet.PacketId, ReasonCodes = [.. codes] }));
        foreach (var (subscription, stored) in replay)
        {
            if (!(subscription.NoLocal && stored.Publisher == session.ClientId))
            {
                var message = new OutgoingMessage(core.Clock, core.Messages, stored);
                connection.MarkDirty(session.Deliver(ref message, subscription.Qos, retain: true, subscription.Recipient));
                message.Release();
            }
        }
    }

    /// <summary>Unsubscribes and answers.</summary>
    public void Unsubscribe(ClientConnection connection, Session session, UnsubscribePacket packet)
    {
        var codes = new List<ReasonCode>();
        foreach (var filter in packet.Filters)
        {
            lock (session.Subscriptions)
            {
                var existed = session.Subscriptions.Remove(filter, out var subscription);
                codes.Add(existed ? ReasonCode.Success : ReasonCode.NoSubscriptionExisted);
                if (existed)
                {
                    core.Subscriptions.Remove(subscription!);
                }
            }
        }

        connection.MarkOwn(connection.Output.Write(new UnsubackPacket { PacketId = packet.PacketId, ReasonCodes = [.. codes] }));
    }

    private void Add_NeedsLock(Session session, SubscriptionRequest request, int[] identifiers, bool isBridge, List<(Subscription Subscription, StoredMessage Message)> replay)
    {
        var existed = session.Subscriptions.TryGetValue(request.Filter, out var old);
        var subscription = new Subscription
        {
            Filter = request.Filter,
            Session = session,
            Qos = request.Qos,
            NoLocal = request.NoLocal || isBridge,
            RetainAsPublished = request.RetainAsPublished || isBridge,
            Recipient = Recipient.Of(identifiers),
        };
        var filter = subscription.FilterBytes;

        // Nothing that is retained is sent for a shared subscription (4.8.2).
        var wantsRetained = !TopicFilter.IsShared(filter)
            && (request.RetainHandling == RetainHandling.Send || (request.RetainHandling == RetainHandling.SendIfNew && !existed));
        core.Router.SubscribeAndReplay(
            () =>
            {
                if (old is null)
                {
                    core.Subscriptions.Add(subscription);
                }
                else
                {
                    core.Subscriptions.Replace(old, subscription);
                }
            },
            () =>
            {
                if (wantsRetained)
                {
                    core.Retained.ForEachMatch(filter, core.Clock.Now, message => replay.Add((subscription, message)));
                    core.SystemTopics.ForEachMatch(filter, core.Clock.Now, message => replay.Add((subscription, message)));
                }
            });
        session.Subscriptions[request.Filter] = subscription;
    }

    private ReasonCode Judge(ClientConnection connection, SubscriptionRequest request)
    {
        var filter = Encoding.UTF8.GetBytes(request.Filter);
        if (filter.Length > core.Limits.TopicBytesMax || TopicName.CountLevels(filter) > core.Limits.TopicLevelsMax)
        {
            return ReasonCode.TopicFilterInvalid;
        }

        var allowed = core.Router.Policy.Subscribe(connection.Subject, request.Filter);
        return allowed != ReasonCode.Success ? allowed : (ReasonCode)(int)request.Qos;
    }

    private bool HasRoom_NeedsLock(Session session, SubscriptionRequest request) =>
        session.Subscriptions.ContainsKey(request.Filter)
        || (session.Subscriptions.Count < core.Limits.SubscriptionsPerClientMax && core.Subscriptions.Count < core.Limits.SubscriptionsMax);
}
