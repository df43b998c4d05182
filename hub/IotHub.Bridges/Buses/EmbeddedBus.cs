using IotHub.Broker;
using IotHub.Broker.Delivery;
using IotHub.Mqtt.Packets;

namespace IotHub.Bridges.Buses;

/// <summary>The broker in this process, without a hop: the hub is one of its subscribers.</summary>
/// <param name="broker">The broker.</param>
public sealed class EmbeddedBus(MqttBroker broker) : IMessageBus
{
    /// <inheritdoc/>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        broker.PublishAsync(new BrokerPublish { Topic = topic, Payload = payload, Qos = MqttQos.AtLeastOnce }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken) =>
        broker.PublishAsync(new BrokerPublish { Topic = topic, Payload = payload, Qos = (MqttQos)qos, Retain = retain }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ClearRetainedAsync(string topic, CancellationToken cancellationToken) =>
        broker.PublishAsync(new BrokerPublish { Topic = topic, Qos = MqttQos.AtLeastOnce, Retain = true }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SubscribeAsync(string filter, Func<BusMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        // The subscription lives as long as the broker, which is as long as the process. It is made before any device can connect, so
        // nothing is kept from before it: what devices publish to be retained is live here.
        broker.Subscribe(filter, (message, token) => handler(new BusMessage(message.Topic, message.Payload), token));
        return ValueTask.CompletedTask;
    }
}
