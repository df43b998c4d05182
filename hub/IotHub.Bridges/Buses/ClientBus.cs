using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Bridges.Buses;

/// <summary>Another broker, reached by our client. While it is away, subscriptions are remembered and publishes wait.</summary>
/// <param name="client">The client; whoever made it runs it.</param>
public sealed class ClientBus(MqttClient client) : IMessageBus
{
    /// <inheritdoc/>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        client.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain: false, cancellationToken);

    /// <inheritdoc/>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken) =>
        client.PublishAsync(topic, payload, (MqttQos)qos, retain, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ClearRetainedAsync(string topic, CancellationToken cancellationToken) =>
        client.PublishAsync(topic, ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, retain: true, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SubscribeAsync(string filter, Func<BusMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken) =>
        await client.SubscribeAsync(
            filter,
            MqttQos.AtLeastOnce,
            (message, token) => handler(new BusMessage(message.Topic, message.Payload, message.Retain), token),
            cancellationToken);
}
