namespace IotHub.Mqtt.Client;

/// <summary>Opens the byte stream that a client speaks over. Implementations: TCP, and pipes in memory for tests.</summary>
public interface IMqttConnector
{
    /// <summary>Opens a stream to the server of the options.</summary>
    /// <exception cref="IOException">The server cannot be reached.</exception>
    ValueTask<MqttLink> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken);
}
