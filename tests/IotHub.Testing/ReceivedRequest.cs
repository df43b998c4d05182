namespace IotHub.Testing;

/// <summary>A request as it arrived at an <see cref="HttpReceiver"/>.</summary>
public sealed record ReceivedRequest(string Method, string Type, string? Timestamp, string? Signature, byte[] Body)
{
    /// <summary>What was asked for, without the server.</summary>
    public string Path { get; init; } = "";

    /// <summary>The header of that name; null for none.</summary>
    public string? Authorization { get; init; }
}
