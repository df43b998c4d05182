using System.Collections.Immutable;
using System.Text;
using IotHub.Mqtt.Client.Sessions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>How a client reaches its server and how much it may hold. Checked by <see cref="Validate"/>.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the server.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1 to 65,535.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>
    /// The client's id, which sessions and rights hang on. Empty lets the server choose one: in 5.0 it is kept for later connections; 3.1.1
    /// allows it only with <see cref="CleanStart"/>.
    /// </summary>
    public required string ClientId { get; init; }

    /// <summary><see cref="MqttProtocolVersion.V311"/> or <see cref="MqttProtocolVersion.V50"/>.</summary>
    public MqttProtocolVersion Version { get; init; } = MqttProtocolVersion.V50;

    /// <summary>Longest silence before the server may drop the client; 0 to 65,535 whole seconds, 0 switches pings off.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether the server forgets the earlier session on the first connection. Later connections of this client carry on where the server
    /// keeps the session at all: in 5.0 with a <see cref="SessionExpiry"/>, in 3.1.1 when this is false. A client that starts without it has
    /// nothing in memory of QoS 2 deliveries that an earlier process left half done.
    /// </summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the server keeps the session after the connection ends; only 5.0. Null leaves it to the server (at once).</summary>
    public TimeSpan? SessionExpiry { get; init; }

    /// <summary>What the server says for the client when it vanishes; null for nothing.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>Null to connect without.</summary>
    public string? UserName { get; init; }

    /// <summary>Null to connect without.</summary>
    public string? Password { get; init; }

    /// <summary>Signs in by SCRAM-SHA-256 (only 5.0), without or beside <see cref="UserName"/>; null for not.</summary>
    public ScramLogin? Scram { get; init; }

    /// <summary>Sent with CONNECT (only 5.0).</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>Asks the server for a base of response topics (only 5.0); it stands in <see cref="MqttClient.Connack"/>.</summary>
    public bool RequestResponseInformation { get; init; }

    /// <summary>Upper bound of the first wait before connecting again; the wait itself is drawn evenly from zero up to the bound.</summary>
    public TimeSpan BackOffMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Upper bound that doubling stops at.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for CONNACK, SUBACK, UNSUBACK, AUTH and PINGRESP; then the connection is given up.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>QoS 1 and 2 messages sent and not acknowledged, 1 to 49,151; the server may lower it. 64 keeps a loopback or home network busy.</summary>
    public int InFlightMax { get; init; } = 64;

    /// <summary>Messages that wait to be sent, at least 1; whoever publishes beyond that waits. 1,000 small messages are a few hundred KB.</summary>
    public int WaitingMax { get; init; } = 1_000;

    /// <summary>Bytes, headers included, of the messages that wait to be sent, 64 to 268,435,455; whoever publishes beyond that waits.</summary>
    public int WaitingBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>Whether publishing into a full queue fails at once instead of waiting for room.</summary>
    public bool RefuseWhenFull { get; init; }

    /// <summary>
    /// Topics that are replaced by a number when they are published again on a connection (only 5.0), 0 to 1,000; the server may lower it.
    /// Saves bytes where topics are long and few; 0 switches it off.
    /// </summary>
    public int TopicAliasesMax { get; init; }

    /// <summary>Topics that the server may replace by a number (only 5.0), 0 to 1,000.</summary>
    public int ReceivedTopicAliasMax { get; init; } = 16;

    /// <summary>
    /// Received messages that are not acknowledged yet, as many repeated ones, and as many of QoS 0 that wait for their handler, 1 to 65,535. A
    /// 5.0 server is told, and loses the connection if it sends more; from a 3.1.1 server four times as many wait, then the connection ends
    /// so that it sends them again. A QoS 0 message beyond it is dropped and counted.
    /// </summary>
    public int ReceivedMax { get; init; } = 256;

    /// <summary>Subscriptions at one time, 1 to 10,000; each is renewed after a reconnect that finds no session.</summary>
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

        if (Version is not (MqttProtocolVersion.V311 or MqttProtocolVersion.V50))
        {
            return $"Version is {Version}; expected V311 or V50.";
        }

        if (ClientId.Length == 0 && Version == MqttProtocolVersion.V311 && !CleanStart)
        {
            return "ClientId is empty; expected an id of this client, or CleanStart, or V50.";
        }

        if (Scram is not null && Version != MqttProtocolVersion.V50)
        {
            return "Scram is set and Version is V311; enhanced authentication needs V50.";
        }

        if (Password is not null && UserName is null && Version != MqttProtocolVersion.V50)
        {
            return "Password is set without UserName; expected both before V50.";
        }

        return OutOfRange(nameof(Port), Port, 1, 65_535)
            ?? OutOfRange(nameof(KeepAlive), KeepAlive.TotalSeconds, 0, 65_535)
            ?? OutOfRange(nameof(InFlightMax), InFlightMax, 1, InFlightTable.PacketIdMax)
            ?? OutOfRange(nameof(WaitingMax), WaitingMax, 1, 1_000_000)
            ?? OutOfRange(nameof(WaitingBytesMax), WaitingBytesMax, 64, VariableByteInteger.Max)
            ?? OutOfRange(nameof(TopicAliasesMax), TopicAliasesMax, 0, 1_000)
            ?? OutOfRange(nameof(ReceivedTopicAliasMax), ReceivedTopicAliasMax, 0, 1_000)
            ?? OutOfRange(nameof(ReceivedMax), ReceivedMax, 1, 65_535)
            ?? OutOfRange(nameof(SubscriptionsMax), SubscriptionsMax, 1, 10_000)
            ?? OutOfRange(nameof(PacketBytesMax), PacketBytesMax, 64, 268_435_455)
            ?? OutOfRange(nameof(ResponseTimeout), ResponseTimeout.TotalSeconds, 0.1, 3_600)
            ?? OutOfRange(nameof(BackOffMin), BackOffMin.TotalSeconds, 0.001, 3_600)
            ?? OutOfRange(nameof(BackOffMax), BackOffMax.TotalSeconds, BackOffMin.TotalSeconds, 86_400);
    }

    // A record prints its members, and this one ends up in logs: without the password.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Host = {Host}, Port = {Port}, ClientId = {ClientId}, Version = {Version}");
        return true;
    }

    private static string? OutOfRange(string name, double value, double minimum, double maximum) =>
        value >= minimum && value <= maximum
            ? null
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}; expected {minimum} to {maximum}.");
}
