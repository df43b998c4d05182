using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>The client's half of a session (section 4.1) and what else outlives a connection.</summary>
internal sealed class ClientSession(MqttClientOptions options, TimeProvider time)
{
    private bool _hasConnected;

    public Outbox Outbox { get; } = new(options, time);

    public Inbox Inbox { get; } = new(options);

    public SubscriptionTable Subscriptions { get; } = new(options.SubscriptionsMax);

    public TrafficCounters Counters { get; } = new();

    /// <summary>The id of the options, or the one that a server chose.</summary>
    public string ClientId { get; private set; } = options.ClientId;

    /// <summary>
    /// Whether the next connection asks the server to forget. The option speaks of the first connection; later ones carry the session on where
    /// the server keeps it at all.
    /// </summary>
    public bool IsCleanStart => options.CleanStart && !(_hasConnected && options is { Version: MqttProtocolVersion.V50, SessionExpiry: { } kept } && kept > TimeSpan.Zero);

    /// <summary>The server accepted a connection.</summary>
    /// <exception cref="MqttConnectionException">It has a session that it was told to forget.</exception>
    public void Accepted(ConnackPacket connack)
    {
        if (connack.SessionPresent && IsCleanStart)
        {
            throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "MQTT-3.2.2-2", "It has a session after a clean start");
        }

        if (!connack.SessionPresent)
        {
            Outbox.Forget();
            Inbox.Forget();
            Subscriptions.Forget();
        }

        _hasConnected = true;
        ClientId = connack.Properties.AssignedClientIdentifier ?? ClientId;
    }
}
