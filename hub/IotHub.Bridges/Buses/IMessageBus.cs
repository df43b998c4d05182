namespace IotHub.Bridges.Buses;

/// <summary>
/// The seam between bridges and whatever carries messages: the embedded broker in this process, or our client attached to another broker.
/// </summary>
public interface IMessageBus
{
    /// <summary>Publishes at QoS 1, not retained. Completes when the bus has taken the message over.</summary>
    /// <param name="topic">Topic name without wildcards.</param>
    /// <param name="payload">Copied before this returns.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>As the other, and says how. Completes when the bus has taken the message over.</summary>
    /// <param name="topic">Topic name without wildcards.</param>
    /// <param name="payload">Copied before this returns.</param>
    /// <param name="qos">0 to 2.</param>
    /// <param name="retain">True for the bus to keep it for later subscribers.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken);

    /// <summary>Takes away what the bus keeps on a topic. Completes when the bus has taken that over.</summary>
    /// <param name="topic">Topic name without wildcards.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    ValueTask ClearRetainedAsync(string topic, CancellationToken cancellationToken);

    /// <summary>
    /// Subscribes at QoS 1. The handler is awaited before the publisher's message is acknowledged: a handler that waits holds its
    /// publisher back, and only that one.
    /// </summary>
    /// <param name="filter">Topic filter.</param>
    /// <param name="handler">Takes each message; the payload is valid only until it returns.</param>
    /// <param name="cancellationToken">Stops the wait for the subscription.</param>
    ValueTask SubscribeAsync(string filter, Func<BusMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken);
}

/// <summary>A message from the bus.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Payload">Valid only while the handler runs.</param>
/// <param name="IsRetained">True when the bus had kept it from before the subscription: its sender may be long gone.</param>
public readonly record struct BusMessage(string Topic, ReadOnlyMemory<byte> Payload, bool IsRetained = false);
