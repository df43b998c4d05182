namespace IotHub.Mqtt.Client;

/// <summary>Where a client stands.</summary>
public enum MqttConnectionState
{
    /// <summary>No connection; the client waits to try again, or has stopped.</summary>
    Disconnected,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>The server accepted, and all subscriptions are renewed.</summary>
    Connected,
}

/// <summary>A change of a client's connection.</summary>
/// <param name="State">The new state.</param>
/// <param name="Reason">A sentence that says why; empty where there is nothing to say.</param>
/// <param name="RetryIn">After how long the client tries again; null where it does not or needs not.</param>
public sealed record MqttConnectionChange(MqttConnectionState State, string Reason, TimeSpan? RetryIn = null)
{
    /// <summary>How the connection ended or failed, with the server's reason code where it gave one; null unless it did.</summary>
    public MqttConnectionException? Fault { get; init; }
}
