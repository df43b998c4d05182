namespace IotHub.AzureEmulator.Devices;

/// <summary>A message to a device that was not acknowledged yet.</summary>
internal sealed record CloudMessage(string MessageId, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Properties, DateTimeOffset ExpiresAt)
{
    /// <summary>Under which it lies with the device; 0 where it is not sent on the present connection.</summary>
    public ushort PacketId { get; set; }
}
