namespace IotHub.Mqtt.Client;

/// <summary>What a client has done since it was made.</summary>
/// <param name="Connects">Connections that the server accepted.</param>
/// <param name="ConnectFailures">Attempts that failed or were refused.</param>
/// <param name="Sent">Messages written, repeats included.</param>
/// <param name="Resent">Of them, written again after a reconnect.</param>
/// <param name="Acknowledged">QoS 1 and 2 messages that the server took.</param>
/// <param name="Dropped">QoS 0 messages given up for lack of a connection.</param>
/// <param name="Received">Messages that came in.</param>
/// <param name="ReceivedDropped">Of them, dropped since too many waited or no subscription fits.</param>
/// <param name="Pending">Messages that wait to be sent or acknowledged.</param>
public sealed record MqttClientStatistics(
    long Connects,
    long ConnectFailures,
    long Sent,
    long Resent,
    long Acknowledged,
    long Dropped,
    long Received,
    long ReceivedDropped,
    int Pending)
{
    /// <summary>Messages that expired before they could be sent.</summary>
    public long Expired { get; init; }
}
