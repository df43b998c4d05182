using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>How a client reaches its server and how much it may hold. Checked by <see cref="Validate"/>.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the server.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1 to 65,535.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>The client's id; must not be empty, since sessions and rights hang on it.</summary>
    public required string ClientId { get; init; }

    /// <summary><see cref="MqttProtocolVersion.V311"/> or <see cref="MqttProtocolVersion.V50"/>.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V50;

    /// <summary>Longest silence before the server may drop the client; 0 to 65,535 whole seconds, 0 switches pings off.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the server forgets the earlier session on connecting.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the server keeps the session after the connection ends; only 5.0. Null leaves it to the server (at once).</summary>
    public TimeSpan? SessionExpiry { get; init; }

    /// <summary>What the server says for the client when it vanishes; null for nothing.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>Null to connect without.</summary>
    public string? UserName { get; init; }

    /// <summary>Null to connect without.</summary>
    public string? Password { get; init; }

    /// <summary>Upper bound of the first wait before connecting again; the wait itself is drawn evenly from zero up to the bound.</summary>
    public TimeSpan BackOffMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Upper bound that doubling stops at.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for CONNACK, SUBACK and PINGRESP; then the connection is given up.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>QoS 1 messages sent and not acknowledged, 1 to 49,151. 64 keeps a loopback or home network busy.</summary>
    public int InFlightMax { get; init; } = 64;

    /// <summary>Messages that wait to be sent, at least 1; whoever publishes beyond that waits. 1,000 small messages are a few hundred KB.</summary>
    public int WaitingMax { get; init; } = 1_000;

    /// <summary>
    /// Received messages that wait for their handler, 1 to 65,535. A 5.0 server is told; a QoS 0 message beyond it is dropped and
    /// counted, a QoS 1 message beyond it ends the connection, so that the server sends it again.
    /// </summary>
    public int ReceivedMax { get; init; } = 256;

    /// <summary>Subscriptions at one time, 1 to 10,000; each is renewed after a reconnect.</summary>
    public int SubscriptionsMax { get; init; } = 256;

    /// <summary>Largest packet that is received, in bytes, at least 64; a larger one ends the connection.</summary>
    public int PacketBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Says what is wrong with the options.</summary>
    /// <returns>A sentence that names the setting, its value and the bound; null when all is well.</returns>
    public string? Validate()
    {
        if (Host.Length == 0)
        {
            return "Host is empty; expected a name or an address.";
        }

        if (ClientId.Length == 0)
        {
            return "ClientId is empty; expected an id of this client.";
        }

        if (Version is not (MqttProtocolVersion.V311 or MqttProtocolVersion.V50))
        {
            return $"Version is {Version}; expected V311 or V50.";
        }

        return OutOfRange(nameof(Port), Port, 1, 65_535)
            ?? OutOfRange(nameof(KeepAlive), KeepAlive.TotalSeconds, 0, 65_535)
            ?? OutOfRange(nameof(InFlightMax), InFlightMax, 1, Outbox.PacketIdMax)
            ?? OutOfRange(nameof(WaitingMax), WaitingMax, 1, 1_000_000)
            ?? OutOfRange(nameof(ReceivedMax), ReceivedMax, 1, 65_535)
            ?? OutOfRange(nameof(SubscriptionsMax), SubscriptionsMax, 1, 10_000)
            ?? OutOfRange(nameof(PacketBytesMax), PacketBytesMax, 64, 268_435_455)
            ?? OutOfRange(nameof(ResponseTimeout), ResponseTimeout.TotalSeconds, 0.1, 3_600)
            ?? OutOfRange(nameof(BackOffMin), BackOffMin.TotalSeconds, 0.001, 3_600)
            ?? OutOfRange(nameof(BackOffMax), BackOffMax.TotalSeconds, BackOffMin.TotalSeconds, 86_400);
    }

    private static string? OutOfRange(string name, double value, double minimum, double maximum) =>
        value >= minimum && value <= maximum
            ? null
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}; expected {minimum} to {maximum}.");
}
