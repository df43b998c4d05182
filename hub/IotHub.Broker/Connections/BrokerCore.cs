using System.Text;
using IotHub.Broker.Access;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Retained;
using IotHub.Broker.Sessions;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace IotHub.Broker.Connections;

/// <summary>What all connections share, and what they ask of it.</summary>
internal sealed partial class BrokerCore
{
    private readonly ILogger _logger;

    public BrokerCore(BrokerLimits limits, IAccessPolicy policy, TimeProvider time, ILogger logger)
    {
        Limits = limits;
        _logger = logger;
        Clock = new BrokerClock(time);
        Sessions = new SessionTable(limits, Clock, Counters, Subscriptions);
        Retained = new RetainedStore(limits);
        Router = new Router(Subscriptions, Retained, policy, Counters, logger);
    }

    public BrokerLimits Limits { get; }

    public BrokerClock Clock { get; }

    public BrokerCounters Counters { get; } = new();

    public SubscriptionTable Subscriptions { get; } = new();

    public RetainedStore Retained { get; }

    public SessionTable Sessions { get; }

    public Router Router { get; }

    /// <summary>Why no more connections are taken; success while they are.</summary>
    public Func<ReasonCode> Admission { get; set; } = () => ReasonCode.Success;

    /// <summary>Told of clients that come and go.</summary>
    public Action<ClientPresence> Presence { get; set; } = _ => { };

    /// <summary>Judges a CONNECT and opens the session; a refusal has been written to the output when null.</summary>
    public async ValueTask<Accepted?> ConnectAsync(ClientConnection connection, ConnectPacket connect)
    {
        var subject = new AccessSubject(connect.ClientId, connect.UserName, false);
        var refusal = Judge(connect, subject);
        if (refusal != ReasonCode.Success)
        {
            return Refuse(connection, connect, refusal);
        }

        var isV5 = connect.Version == MqttProtocolVersion.V50;
        var assigned = connect.ClientId.Length == 0 ? Sessions.AssignClientId() : null;
        subject = subject with { ClientId = assigned ?? connect.ClientId };
        var wantedExpiry = isV5 ? connect.Properties.SessionExpiryInterval ?? 0 : connect.CleanStart ? 0 : uint.MaxValue;
        var lifeMs = LifeOf(wantedExpiry);
        Opening opening;
        while (true)
        {
            opening = Sessions.Open(subject.ClientId, connect.CleanStart, connection, lifeMs);
            if (opening.InTheWay is not { } other)
            {
                break;
            }

            // [MQTT-3.1.4-3]: the older connection ends, its session is free then.
            other.Close(ReasonCode.SessionTakenOver);
            try
            {
                await other.Ended.WaitAsync(Limits.TakeOverTimeout, Clock.Time);
            }
            catch (TimeoutException)
            {
                LogTakeOver(other.Name);
                await other.ReleaseAsync(wait: false);
            }
        }

        if (opening.Will is { } will)
        {
            try
            {
                await PublishWillAsync(will).AsTask().WaitAsync(Limits.TakeOverTimeout, Clock.Time);
            }
            catch (TimeoutException)
            {
                LogTakeOver(subject.ClientId);
            }
        }

        if (opening.Session is not { } session)
        {
            return Refuse(connection, connect, ReasonCode.QuotaExceeded);
        }

        var keepAlive = isV5 && (connect.KeepAlive == 0 || connect.KeepAlive > Limits.KeepAliveSecondsMax) ? Limits.KeepAliveSecondsMax : connect.KeepAlive;
        var connack = new ConnackPacket
        {
            SessionPresent = opening.IsPresent,
            Properties = isV5 ? new MqttProperties
            {
                AssignedClientIdentifier = assigned,
                ReceiveMaximum = Limits.ReceiveMaximum,
                MaximumPacketSize = (uint)Limits.PacketBytesMax,
                TopicAliasMaximum = Limits.TopicAliasMax,
                SharedSubscriptionAvailable = false,
                ServerKeepAlive = keepAlive == connect.KeepAlive ? null : keepAlive,
                SessionExpiryInterval = lifeMs / 1000 < wantedExpiry ? (uint)(lifeMs / 1000) : null,
            }
            : MqttProperties.Empty,
        };
        return new Accepted(session, subject, keepAlive, connack);
    }

    public void Connected(ClientConnection connection)
    {
        LogConnected(connection.Name, connection.Version);
        Presence(new ClientPresence(connection.Session!.ClientId, IsConnected: true));
    }

    public void Disconnected(ClientConnection connection)
    {
        LogDisconnected(connection.Name);
        Presence(new ClientPresence(connection.Session!.ClientId, IsConnected: false));
    }

    /// <summary>Milliseconds a session lives, never longer than the limit.</summary>
    public long LifeOf(uint expirySeconds) => (long)Math.Min(expirySeconds * 1000.0, Limits.SessionExpiryMax.TotalMilliseconds);

    /// <summary>Subscribes, answers, and sends what is retained.</summary>
    public void Subscribe(ClientConnection connection, Session session, SubscribePacket packet)
    {
        var codes = new List<ReasonCode>();
        var replay = new List<(Subscription Subscription, StoredMessage Message)>();
        foreach (var request in packet.Subscriptions)
        {
            var existed = session.Subscriptions.TryGetValue(request.Filter, out var old);
            var code = JudgeFilter(connection, session, request, existed);
            codes.Add(code);
            if (code >= ReasonCode.UnspecifiedError)
            {
                continue;
            }

            var subscription = new Subscription
            {
                Filter = request.Filter,
                Session = session,
                Qos = (MqttQos)(int)code,
                NoLocal = request.NoLocal,
                RetainAsPublished = request.RetainAsPublished,
                Identifier = packet.Properties.SubscriptionIdentifiers is [var identifier, ..] ? identifier : 0,
            };
            var wantsRetained = request.RetainHandling == RetainHandling.Send || (request.RetainHandling == RetainHandling.SendIfNew && !existed);
            Router.SubscribeAndReplay(
                () =>
                {
                    if (old is null)
                    {
                        Subscriptions.Add(subscription);
                    }
                    else
                    {
                        Subscriptions.Replace(old, subscription);
                    }
                },
                () =>
                {
                    if (wantsRetained)
                    {
                        Retained.ForEachMatch(subscription.FilterBytes, Clock.Now, message => replay.Add((subscription, message)));
                    }
                });
            session.Subscriptions[request.Filter] = subscription;
        }

        connection.Output.Write(new SubackPacket { PacketId = packet.PacketId, ReasonCodes = [.. codes] });
        foreach (var (subscription, message) in replay)
        {
            int[] identifiers = subscription.Identifier == 0 ? [] : [subscription.Identifier];
            if (!(subscription.NoLocal && message.Publisher == session.ClientId))
            {
                session.Deliver(message.AsPublication(), subscription.Qos, retain: true, identifiers);
            }
        }
    }

    /// <summary>Unsubscribes and answers.</summary>
    public void Unsubscribe(ClientConnection connection, Session session, UnsubscribePacket packet)
    {
        var codes = new List<ReasonCode>();
        foreach (var filter in packet.Filters)
        {
            if (session.Subscriptions.Remove(filter, out var subscription))
            {
                Subscriptions.Remove(subscription);
                codes.Add(ReasonCode.Success);
            }
            else
            {
                codes.Add(ReasonCode.NoSubscriptionExisted);
            }
        }

        connection.Output.Write(new UnsubackPacket { PacketId = packet.PacketId, ReasonCodes = [.. codes] });
    }

    /// <summary>Publishes a Will as any other message [MQTT-3.1.2-8].</summary>
    public async ValueTask PublishWillAsync(DueWill due)
    {
        var will = due.Will;
        var properties = MqttEncoder.EncodePublishProperties(will.Properties with { WillDelayInterval = null, MessageExpiryInterval = null });
        long? expiresAt = will.Properties.MessageExpiryInterval is { } seconds ? Clock.Now + (seconds * 1000L) : null;
        var message = new Publication(Encoding.UTF8.GetBytes(will.Topic), will.Payload, properties, will.Qos, will.Retain, expiresAt, due.Subject.ClientId);
        var dirty = new List<ConnectionOutput>();
        await Router.PublishAsync(message, due.Subject, null, null, dirty, CancellationToken.None);
        Router.Flush(dirty);
    }

    private static Accepted? Refuse(ClientConnection connection, ConnectPacket connect, ReasonCode reason)
    {
        connection.Output.Version = connect.Version;
        connection.Output.Write(new ConnackPacket { ReasonCode = reason });
        return null;
    }

    private ReasonCode Judge(ConnectPacket connect, AccessSubject subject)
    {
        var admission = Admission();
        if (admission != ReasonCode.Success)
        {
            return admission;
        }

        if (connect.IsBridge)
        {
            // Mosquitto's bridges try again without the sign.
            return ReasonCode.UnsupportedProtocolVersion;
        }

        if (connect.Properties.AuthenticationMethod is not null)
        {
            // [MQTT-4.12.0-1]
            return ReasonCode.BadAuthenticationMethod;
        }

        // [MQTT-3.1.3-8]; 3.1.1 allows an empty id only with a clean session.
        var emptyNotAllowed = connect.ClientId.Length == 0
            && (connect.Version == MqttProtocolVersion.V31 || (connect.Version == MqttProtocolVersion.V311 && !connect.CleanStart));
        if (emptyNotAllowed || Encoding.UTF8.GetByteCount(connect.ClientId) > Limits.ClientIdBytesMax)
        {
            return ReasonCode.ClientIdentifierNotValid;
        }

        return connect.Will is { } will && TopicName.CountLevels(Encoding.UTF8.GetBytes(will.Topic)) > Limits.TopicLevelsMax
            ? ReasonCode.TopicNameInvalid
            : Router.Policy.Connect(subject, connect.Password);
    }

    private ReasonCode JudgeFilter(ClientConnection connection, Session session, SubscriptionRequest request, bool existed)
    {
        var filter = Encoding.UTF8.GetBytes(request.Filter);
        if (TopicFilter.IsShared(filter))
        {
            return ReasonCode.SharedSubscriptionsNotSupported;
        }

        if (TopicName.CountLevels(filter) > Limits.TopicLevelsMax)
        {
            return ReasonCode.TopicFilterInvalid;
        }

        if (!existed && session.Subscriptions.Count >= Limits.SubscriptionsPerClientMax)
        {
            return ReasonCode.QuotaExceeded;
        }

        var allowed = Router.Policy.Subscribe(connection.Subject, request.Filter);
        if (allowed != ReasonCode.Success)
        {
            return allowed;
        }

        // Messages go out with QoS 0 or 1: what is granted says so [MQTT-3.8.4-7].
        return request.Qos == MqttQos.AtMostOnce ? ReasonCode.Success : ReasonCode.GrantedQos1;
    }

    [LoggerMessage(3001, LogLevel.Information, "{Client} connected with {Version}")]
    private partial void LogConnected(string client, MqttProtocolVersion version);

    [LoggerMessage(3002, LogLevel.Information, "{Client} disconnected")]
    private partial void LogDisconnected(string client);

    [LoggerMessage(3003, LogLevel.Information, "Closing {Client}: {Message} [{Statement}]")]
    public partial void LogFault(string client, string statement, string message);

    [LoggerMessage(3004, LogLevel.Information, "Closing {Client}: nothing came for one and a half times its keep alive")]
    public partial void LogKeepAlive(string client);

    [LoggerMessage(3005, LogLevel.Warning, "Closing {Client}: it does not take what is sent to it")]
    public partial void LogStalled(string client);

    [LoggerMessage(3007, LogLevel.Warning, "Closing {Client}: {Reason}")]
    public partial void LogBlocked(string client, string reason);

    [LoggerMessage(3008, LogLevel.Warning, "{Client} connected again while a subscriber inside the hub still handles a message of its older connection")]
    private partial void LogTakeOver(string client);

    [LoggerMessage(3006, LogLevel.Debug, "The connection of {Client} was lost: {Reason}")]
    public partial void LogConnectionLost(string client, string reason);
}

/// <summary>A CONNECT that was accepted.</summary>
internal sealed record Accepted(Session Session, AccessSubject Subject, ushort KeepAliveSeconds, ConnackPacket Connack);
