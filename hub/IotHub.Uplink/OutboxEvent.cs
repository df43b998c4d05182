namespace IotHub.Uplink;

/// <summary>One event as it lies in the outbox.</summary>
/// <param name="Sequence">Its place in the outbox; events are sent in this order.</param>
/// <param name="Id">The CloudEvents id; with the source it is what a receiver tells repeats by.</param>
/// <param name="Source">The CloudEvents source.</param>
/// <param name="Type">The CloudEvents type.</param>
/// <param name="Body">The CloudEvents 1.0 JSON object, byte for byte what the wire carries.</param>
public sealed record OutboxEvent(long Sequence, string Id, string Source, string Type, ReadOnlyMemory<byte> Body);
