using IotHub.Mqtt.Codec;

namespace IotHub.Broker.Limits;

/// <summary>Every bound of the broker, its default and the reason for the number.</summary>
public sealed partial record BrokerLimits
{
    /// <summary>
    /// Connections at once, of all listeners; the next is answered "server busy". 12,000: 10,000 must be held, and some room for tools and for
    /// clients that come back before their old connection is noticed to be gone.
    /// </summary>
    public int ConnectionsMax { get; init; } = 12_000;

    /// <summary>Connections at once from one address; the next is closed without an answer. 64: a gateway that speaks for a floor of devices.</summary>
    public int ConnectionsPerAddressMax { get; init; } = 64;

    /// <summary>
    /// New connections a second from one address, and as many at once after a quiet second; the next is closed without an answer. 20: a gateway's
    /// 64 are back in three seconds, and a client that fails and tries again without a pause costs no more than that.
    /// </summary>
    public int AcceptsPerSecondPerAddress { get; init; } = 20;

    /// <summary>
    /// Addresses remembered for the two bounds above; a new address beyond is refused. 16,384: more than all connections could come from, 2 MiB.
    /// </summary>
    public int AddressesMax { get; init; } = 16_384;

    /// <summary>
    /// True to count loopback and Unix sockets as one address each for the bounds of an address, and to hold their clients to the publish rate.
    /// False: bridges, tools and tests come from there, and who is on the machine has easier ways to do harm.
    /// </summary>
    public bool BoundsLocalClients { get; init; }

    /// <summary>TLS handshakes at once; further connections wait for their turn within their own time. 32: each costs a core about 2 ms.</summary>
    public int TlsHandshakesMax { get; init; } = 32;

    /// <summary>How long a TLS handshake may take, the wait for its turn too. 10 s: a small device computes for 2 to 4.</summary>
    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a connection may take to send CONNECT, from accept or from the end of its TLS handshake. 5 s: a sleepy radio link needs 2 to 3.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a packet may take from its first byte to its last. 60 s: the largest at 4 KiB a second; slower only holds memory.</summary>
    public TimeSpan PacketTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest keep alive in seconds for 5.0 clients, who are told. 60: a dead device shows within 90 s.</summary>
    public ushort KeepAliveSecondsMax { get; init; } = 60;

    /// <summary>
    /// Keep alive in seconds of a client that cannot be told another one (before 5.0) and asks for none or for a longer one; silent for half as
    /// long again it is closed. 600: a dead connection is gone after a quarter of an hour, and a sleepy device that speaks every ten minutes stays.
    /// </summary>
    public ushort UntoldKeepAliveSecondsMax { get; init; } = 600;

    /// <summary>Largest packet in bytes, both ways. 256 KiB: a camera thumbnail or a long device list, not a video.</summary>
    public int PacketBytesMax { get; init; } = 256 * 1024;

    /// <summary>
    /// Largest packet in bytes before CONNECT was accepted, AUTH too; <see cref="PacketBytesMax"/> where that is less. 16 KiB: ids, a token and a
    /// Will; who is not known yet gets no more memory.
    /// </summary>
    public int PacketBytesBeforeConnectMax { get; init; } = 16 * 1024;

    /// <summary>Bytes of a topic name or filter. 1,024: 32 levels of 31 characters.</summary>
    public int TopicBytesMax { get; init; } = 1024;

    /// <summary>Levels of a filter or topic name; bounds the depth of the trees. 32: real topics have under 10.</summary>
    public int TopicLevelsMax { get; init; } = 32;

    /// <summary>Bytes of a client id. 128: names with a path in them still fit; 23 must be allowed [MQTT-3.1.3-5].</summary>
    public int ClientIdBytesMax { get; init; } = 128;

    /// <summary>User properties of one packet, those of its Will counted for themselves. 32: real ones have under 10, and each is an object.</summary>
    public int UserPropertiesMax { get; init; } = 32;

    /// <summary>Bytes of names and values of the user properties of one packet. 4 KiB: they are labels; what is larger is payload.</summary>
    public int UserPropertyBytesMax { get; init; } = 4 * 1024;

    /// <summary>Filters of one SUBSCRIBE or UNSUBSCRIBE. 128: a dashboard subscribes in one packet; the usual advice of 16 breaks bridges.</summary>
    public int FiltersPerPacketMax { get; init; } = 128;

    /// <summary>Sessions kept, connected or not; the next new one is refused. 24,000: twice the connections.</summary>
    public int SessionsMax { get; init; } = 24_000;

    /// <summary>Longest life of a session without a connection. 7 days: a device that was away over a holiday week gets its commands.</summary>
    public TimeSpan SessionExpiryMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Subscriptions of one client; more are answered "quota exceeded". 512: a dashboard of a large home; the usual 64 is too few for a bridge.
    /// </summary>
    public int SubscriptionsPerClientMax { get; init; } = 512;

    /// <summary>Subscriptions of all clients; more are answered "quota exceeded". 131,072: 100,000 must work; some 40 MiB.</summary>
    public int SubscriptionsMax { get; init; } = 131_072;

    /// <summary>
    /// QoS 1 and 2 messages sent to one client and not yet acknowledged; their bytes are bound by <see cref="QueuedBytesMax"/>. 1,024: a receiver that
    /// acknowledges in batches is kept busy; 56 bytes each.
    /// </summary>
    public int InflightMax { get; init; } = 1024;

    /// <summary>
    /// QoS 1 and 2 messages taken from one client before they are acknowledged (Receive Maximum). 256: they are handled one by one, so that what is
    /// open costs two bytes each; the usual 20 would make a client wait for every twentieth answer.
    /// </summary>
    public ushort ReceiveMaximum { get; init; } = 256;

    /// <summary>
    /// QoS 2 messages taken from a client before 5.0 and not yet released, which cannot be told <see cref="ReceiveMaximum"/>. 4,096: more than any
    /// client sends without waiting; two bytes each.
    /// </summary>
    public ushort UntoldReceiveMaximum { get; init; } = 4096;

    /// <summary>Topic aliases a client may set. 64: a device has that many topics at most; at most 64 KiB of topics.</summary>
    public ushort TopicAliasMax { get; init; } = 64;

    /// <summary>
    /// PUBLISH packets a second from one client, over a longer time; beyond, the client is not read until it has waited: nothing is lost, and its
    /// own buffers fill. 100: a device that says ten things ten times a second. Local clients are exempt: see <see cref="BoundsLocalClients"/>.
    /// </summary>
    public int PublishesPerSecondMax { get; init; } = 100;

    /// <summary>PUBLISH packets from one client at once after quiet seconds. 500: a bridge that connects again tells of a whole home.</summary>
    public int PublishBurstMax { get; init; } = 500;

    /// <summary>
    /// QoS 1 and 2 messages waiting for one session; beyond, the oldest is dropped and counted: what is newest is worth most. 8,192: a night of a
    /// busy sensor.
    /// </summary>
    public int QueuedMessagesMax { get; init; } = 8_192;

    /// <summary>Bytes of the messages waiting for one session; same rule. 4 MiB: 512 bytes for each of the 8,192.</summary>
    public int QueuedBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Bytes of the messages waiting for all sessions; beyond, the session that gets a message drops its oldest, and if it has none, the message. 64
    /// MiB: sixteen full sessions, a sixteenth of a small board's memory.
    /// </summary>
    public long QueuedBytesTotalMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long publishers of QoS 1 and 2 are held back for a connected receiver whose queue is three quarters full, until it is half empty. After
    /// that it is not waited for until it has caught up. Zero for never. 250 ms: a burst is smoothed, and a receiver that stands costs it once.
    /// </summary>
    public TimeSpan SlowReceiverTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes written to one connection and not taken by it; beyond, QoS 0 is dropped and counted, QoS 1 waits in the session. 1 MiB.</summary>
    public int OutboundBytesMax { get; init; } = 1024 * 1024;

    /// <summary>How long a connection may take nothing while there is something to send; then it is closed. 30 s.</summary>
    public TimeSpan StalledTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a connection that the broker has ended stays open for its peer to take what was written last, and for the goodbyes of TLS and
    /// WebSocket; then it is cut. 5 s: a radio link repeats for 2 to 3.
    /// </summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Retained messages; a new topic beyond is not retained, and counted. 10,000: a hundred for each of a hundred devices.</summary>
    public int RetainedMessagesMax { get; init; } = 10_000;

    /// <summary>Bytes of all retained topics and payloads; same rule. 32 MiB.</summary>
    public long RetainedBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Topics whose receivers one connection remembers. 256: a device repeats its few topics.</summary>
    public int RouteCacheMax { get; init; } = 256;

    /// <summary>Subscribers inside the process. 4,096: bridges, and a topic filter of each automation that listens to messages.</summary>
    public int InProcessSubscribersMax { get; init; } = 4_096;

    /// <summary>
    /// How long a client that connects again waits for its older connection to end. 2 s: it and the wait for the older one's Will fit into
    /// <see cref="ConnectTimeout"/>; only a subscriber inside the process that hangs takes longer, and the session is then taken from the older connection.
    /// </summary>
    public TimeSpan TakeOverTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long stopping waits for connections to end. 5 s: half of what the hub has.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Those that hold while a packet is decoded.</summary>
    internal DecodeLimits ToDecodeLimits() => new()
    {
        UserPropertiesMax = UserPropertiesMax,
        UserPropertyBytesMax = UserPropertyBytesMax,
        FiltersMax = FiltersPerPacketMax,
    };
}
