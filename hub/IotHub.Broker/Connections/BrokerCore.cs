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
    private readonly IReadOnlyList<IAuthenticationMethod> _methods;
    private long _queuedBytes;

    public BrokerCore(BrokerLimits limits, IAccessPolicy policy, IReadOnlyList<IAuthenticationMethod> methods, TimeProvider time, ILogger logger)
    {
        Limits = limits;
        _logger = logger;
        _methods = methods;
        DecodeLimits = new DecodeLimits
        {
            UserPropertiesMax = limits.UserPropertiesMax,
            UserPropertyBytesMax = limits.UserPropertyBytesMax,
            FiltersMax = limits.FiltersPerPacketMax,
        };
        Clock = new BrokerClock(time);
        Sessions = new SessionTable(this);
        Retained = new RetainedStore(limits);
        SystemTopics = new SystemTopics(this);
        Router = new Router(Subscriptions, Retained, policy, Counters, logger);
        Subscriber = new Subscriber(this);
    }

    public BrokerLimits Limits { get; }

    /// <summary>What one packet may hold.</summary>
    public DecodeLimits DecodeLimits { get; }

    public BrokerClock Clock { get; }

    public BrokerCounters Counters { get; } = new();

    public SubscriptionTable Subscriptions { get; } = new();

    public MessagePool Messages { get; } = new();

    /// <summary>Bytes of the messages that wait for all sessions.</summary>
    public long QueuedBytes => Interlocked.Read(ref _queuedBytes);

    public RetainedStore Retained { get; }

    public SystemTopics SystemTopics { get; }

    public Subscriber Subscriber { get; }

    public SessionTable Sessions { get; }

    public Router Router { get; }

    /// <summary>Why no more connections are taken; success while they are.</summary>
    public Func<ReasonCode> Admission { get; set; } = () => ReasonCode.Success;

    /// <summary>Told of clients that come and go.</summary>
    public Action<ClientPresence> Presence { get; set; } = _ => { };

    public void AddQueuedBytes(int bytes) => Interlocked.Add(ref _queuedBytes, bytes);

    /// <summary>The authentication method of a name; null when there is none.</summary>
    public IAuthenticationMethod? MethodOf(string name) => _methods.FirstOrDefault(method => method.Name == name);

    /// <summary>Lets a client in and opens its session.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="connect">What it said, which <see cref="Judge"/> found in order.</param>
    /// <param name="userName">Who it is; null for nobody in particular.</param>
    /// <returns>Why it was refused, or what it is given.</returns>
    public async ValueTask<(ReasonCode Refusal, Accepted? Accepted)> ConnectAsync(ClientConnection connection, ConnectPacket connect, string? userName)
    {
        var isV5 = connect.Version == MqttProtocolVersion.V50;
        var allowed = Router.Policy.Connect(new AccessSubject(connect.ClientId, userName, false), connect.Password);
        if (allowed != ReasonCode.Success)
        {
            return (allowed, null);
        }

        var assigned = connect.ClientId.Length == 0 ? Sessions.AssignClientId() : null;
        var subject = new AccessSubject(assigned ?? connect.ClientId, userName, false);
        if (connect.Will is { } wanted && Router.Policy.Publish(subject, Encoding.UTF8.GetBytes(wanted.Topic)) is var forbidden and >= ReasonCode.UnspecifiedError)
        {
            return (forbidden, null);
        }

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
                await other.Released.WaitAsync(Limits.TakeOverTimeout, Clock.Time);
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
            return (ReasonCode.QuotaExceeded, null);
        }

        var keepAliveMax = isV5 ? Limits.KeepAliveSecondsMax : Limits.UntoldKeepAliveSecondsMax;
        var keepAlive = connect.KeepAlive == 0 || connect.KeepAlive > keepAliveMax ? keepAliveMax : connect.KeepAlive;
        var connack = new ConnackPacket
        {
            SessionPresent = opening.IsPresent,
            Properties = isV5 ? new MqttProperties
            {
                AssignedClientIdentifier = assigned,
                ReceiveMaximum = Limits.ReceiveMaximum,
                MaximumPacketSize = (uint)Limits.PacketBytesMax,
                TopicAliasMaximum = Limits.TopicAliasMax,
                ServerKeepAlive = keepAlive == connect.KeepAlive ? null : keepAlive,
                SessionExpiryInterval = lifeMs / 1000 < wantedExpiry ? (uint)(lifeMs / 1000) : null,
            }
            : MqttProperties.Empty,
        };
        return (ReasonCode.Success, new Accepted(session, subject, keepAlive, connack));
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

    /// <summary>Publishes a Will as any other message [MQTT-3.1.2-8].</summary>
    public ValueTask PublishWillAsync(DueWill due)
    {
        var will = due.Will;
        var properties = MqttEncoder.EncodePublishProperties(will.Properties with { WillDelayInterval = null, MessageExpiryInterval = null });
        var message = new OutgoingMessage(Clock, Messages)
        {
            Topic = Encoding.UTF8.GetBytes(will.Topic),
            Payload = will.Payload.Span,
            Properties = properties.Span,
            Qos = will.Qos,
            Retain = will.Retain,
            ExpiresAt = will.Properties.MessageExpiryInterval is { } seconds ? Clock.Now + (seconds * 1000L) : OutgoingMessage.Never,
            Publisher = due.Subject.ClientId,
        };
        var dirty = new List<ConnectionOutput>();
        Router.Publish(ref message, due.Subject, null, null, dirty, out var handling, CancellationToken.None);
        message.Release();
        Router.Flush(dirty);
        return handling;
    }

    /// <summary>What is wrong with a CONNECT before it is asked who the client is; success for nothing.</summary>
    public ReasonCode Judge(ConnectPacket connect)
    {
        var admission = Admission();
        if (admission != ReasonCode.Success)
        {
            return admission;
        }

        // [MQTT-3.1.3-8]; 3.1.1 allows an empty id only with a clean session.
        var emptyNotAllowed = connect.ClientId.Length == 0
            && (connect.Version == MqttProtocolVersion.V31 || (connect.Version == MqttProtocolVersion.V311 && !connect.CleanStart));
        if (emptyNotAllowed || Encoding.UTF8.GetByteCount(connect.ClientId) > Limits.ClientIdBytesMax)
        {
            return ReasonCode.ClientIdentifierNotValid;
        }

        if (connect.Will is not { } will)
        {
            return ReasonCode.Success;
        }

        var topic = Encoding.UTF8.GetBytes(will.Topic);
        return topic.Length > Limits.TopicBytesMax || TopicName.CountLevels(topic) > Limits.TopicLevelsMax ? ReasonCode.TopicNameInvalid
            : topic[0] == (byte)'$' && !topic.AsSpan().StartsWith("$SYS/broker/connection/"u8) ? ReasonCode.NotAuthorized
            : ReasonCode.Success;
    }

    [LoggerMessage(3001, LogLevel.Information, "{Client} connected with {Version}")]
    private partial void LogConnected(string client, MqttProtocolVersion version);

    [LoggerMessage(3002, LogLevel.Information, "{Client} disconnected")]
    private partial void LogDisconnected(string client);

    [LoggerMessage(3003, LogLevel.Information, "Closing {Client}: {Message} [{Statement}]")]
    public partial void LogFault(string client, string statement, string message);

    [LoggerMessage(3004, LogLevel.Information, "Closing {Client}: nothing came for one and a half times its keep alive")]
    public partial void LogKeepAlive(string client);

    [LoggerMessage(3012, LogLevel.Information, "Closing {Client}: a packet took too long to come")]
    public partial void LogSlowPacket(string client);

    [LoggerMessage(3005, LogLevel.Warning, "Closing {Client}: it does not take what is sent to it")]
    public partial void LogStalled(string client);

    [LoggerMessage(3007, LogLevel.Warning, "Closing {Client}: {Reason}")]
    public partial void LogBlocked(string client, string reason);

    [LoggerMessage(3008, LogLevel.Warning, "{Client} connected again while a subscriber inside the hub still handles a message of its older connection")]
    private partial void LogTakeOver(string client);

    [LoggerMessage(3009, LogLevel.Warning, "{Client} was not authenticated: {Reason}")]
    public partial void LogAuthentication(string client, string reason);

    [LoggerMessage(3011, LogLevel.Error, "Closing {Client}: the broker failed on what it sent")]
    public partial void LogFailure(Exception error, string client);

    [LoggerMessage(3006, LogLevel.Debug, "The connection of {Client} was lost: {Reason}")]
    public partial void LogConnectionLost(string client, string reason);
}

/// <summary>A CONNECT that was accepted.</summary>
internal sealed record Accepted(Session Session, AccessSubject Subject, ushort KeepAliveSeconds, ConnackPacket Connack);
