namespace IotHub.Testing;

/// <summary>A request as it arrived at an <see cref="HttpReceiver"/>.</summary>
public sealed record ReceivedRequest(string Method, string Type, string? Timestamp, string? Signature, byte[] Body);
