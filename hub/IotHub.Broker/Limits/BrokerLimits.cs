namespace IotHub.Broker.Limits;

/// <summary>Every bound of the broker, its default and the reason for the number.</summary>
public sealed record BrokerLimits
{
    /// <summary>Connections at once; the next is answered "server busy". 1024: ten times a large home.</summary>
    public int ConnectionsMax { get; init; } = 1024;

    /// <summary>Largest packet in bytes, both ways. 256 KiB: a camera thumbnail or a long device list, not a video.</summary>
    public int PacketBytesMax { get; init; } = 256 * 1024;

    /// <summary>How long a connection may take to send CONNECT. 10 s: a sleepy radio link needs 2 to 3.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest keep alive in seconds for 5.0 clients, who are told. 60: a dead device shows within 90 s.</summary>
    public ushort KeepAliveSecondsMax { get; init; } = 60;

    /// <summary>Bytes of a client id. 256: names with a path in them still fit; 23 must be allowed [MQTT-3.1.3-5].</summary>
    public int ClientIdBytesMax { get; init; } = 256;

    /// <summary>Sessions kept, connected or not; the next new one is refused. 2048: twice the connections.</summary>
    public int SessionsMax { get; init; } = 2048;

    /// <summary>Longest life of a session without a connection. 1 day: a device that was unplugged over night gets its commands.</summary>
    public TimeSpan SessionExpiryMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Subscriptions of one client; more are answered "quota exceeded". 512: a dashboard of a large home.</summary>
    public int SubscriptionsPerClientMax { get; init; } = 512;

    /// <summary>Levels of a filter or topic name; bounds the depth of the trees. 32: real topics have under 10.</summary>
    public int TopicLevelsMax { get; init; } = 32;

    /// <summary>QoS 1 messages sent to one client and not yet acknowledged. 256: keeps a fast link busy, small enough to resend.</summary>
    public int InflightMax { get; init; } = 256;

    /// <summary>QoS 1 and 2 messages taken from one client before they are acknowledged (Receive Maximum). 256: they are handled one by one.</summary>
    public ushort ReceiveMaximum { get; init; } = 256;

    /// <summary>Topic aliases a client may set. 64: a device has that many topics at most.</summary>
    public ushort TopicAliasMax { get; init; } = 64;

    /// <summary>QoS 1 messages waiting for one session; beyond, the oldest is dropped and counted: what is newest is worth most. 1000.</summary>
    public int QueuedMessagesMax { get; init; } = 1000;

    /// <summary>Bytes of the messages waiting for one session; same rule. 4 MiB: 2048 full sessions would be 8 GiB, a real home has a few.</summary>
    public int QueuedBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes written to one connection and not taken by it; beyond, QoS 0 is dropped and counted, QoS 1 waits in the session. 1 MiB.</summary>
    public int OutboundBytesMax { get; init; } = 1024 * 1024;

    /// <summary>How long a connection may take nothing while there is something to send; then it is closed. 30 s.</summary>
    public TimeSpan StalledTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Retained messages; a new topic beyond is not retained, and counted. 10,000: a hundred for each of a hundred devices.</summary>
    public int RetainedMessagesMax { get; init; } = 10_000;

    /// <summary>Bytes of all retained topics and payloads; same rule. 32 MiB.</summary>
    public long RetainedBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Topics whose receivers one connection remembers. 256: a device repeats its few topics.</summary>
    public int RouteCacheMax { get; init; } = 256;

    /// <summary>Subscribers inside the process. 256: bridges, not devices.</summary>
    public int InProcessSubscribersMax { get; init; } = 256;

    /// <summary>
    /// How long a client that connects again waits for its older connection to end. 5 s: half the time it has for CONNECT; only a subscriber
    /// inside the process that hangs takes longer, and the session is then taken from the older connection.
    /// </summary>
    public TimeSpan TakeOverTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long stopping waits for connections to end. 5 s: half of what the hub has.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every setting that makes no sense, as a sentence with name, value and bound; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(nameof(ConnectionsMax), ConnectionsMax, 1, 100_000);
        Check(nameof(PacketBytesMax), PacketBytesMax, 128, 268_435_455);
        Check(nameof(ClientIdBytesMax), ClientIdBytesMax, 23, 65_535);
        Check(nameof(SessionsMax), SessionsMax, 1, 1_000_000);
        Check(nameof(SubscriptionsPerClientMax), SubscriptionsPerClientMax, 1, 100_000);
        Check(nameof(TopicLevelsMax), TopicLevelsMax, 1, 128);
        Check(nameof(InflightMax), InflightMax, 1, 65_535);
        Check(nameof(ReceiveMaximum), ReceiveMaximum, 1, 65_535);
        Check(nameof(QueuedMessagesMax), QueuedMessagesMax, 1, 1_000_000);
        Check(nameof(QueuedBytesMax), QueuedBytesMax, 1, int.MaxValue);
        Check(nameof(OutboundBytesMax), OutboundBytesMax, PacketBytesMax, int.MaxValue);
        Check(nameof(RetainedMessagesMax), RetainedMessagesMax, 0, 10_000_000);
        Check(nameof(RouteCacheMax), RouteCacheMax, 1, 100_000);
        Check(nameof(RetainedBytesMax), RetainedBytesMax, 0, long.MaxValue);
        Check(nameof(InProcessSubscribersMax), InProcessSubscribersMax, 1, 100_000);
        Check(nameof(KeepAliveSecondsMax), KeepAliveSecondsMax, 1, 65_535);
        CheckTime(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(SessionExpiryMax), SessionExpiryMax, TimeSpan.Zero, TimeSpan.FromDays(3650));
        CheckTime(nameof(StalledTimeout), StalledTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(TakeOverTimeout), TakeOverTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(StopTimeout), StopTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        return faults;

        void Check(string name, long value, long min, long max)
        {
            if (value < min || value > max)
            {
                faults.Add($"{name} is {value}; it must be {min} to {max}.");
            }
        }

        void CheckTime(string name, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
            {
                faults.Add($"{name} is {value}; it must be {min} to {max}.");
            }
        }
    }
}
