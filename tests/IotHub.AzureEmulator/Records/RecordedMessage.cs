using System.Collections.Immutable;
using System.Text;

namespace IotHub.AzureEmulator.Records;

/// <summary>A message that a device sent to the cloud, as it arrived.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="DeviceId">Who sent it.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="System">System properties without the leading <c>$.</c>, decoded.</param>
/// <param name="Application">Other properties, decoded; null for a key without "=".</param>
/// <param name="PacketId">Its packet id; 0 for QoS 0.</param>
/// <param name="IsDup">DUP flag.</param>
public sealed record RecordedMessage(
    long Number,
    string DeviceId,
    ReadOnlyMemory<byte> Body,
    ImmutableSortedDictionary<string, string?> System,
    ImmutableSortedDictionary<string, string?> Application,
    int PacketId,
    bool IsDup)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The message id (<c>$.mid</c>); null without.</summary>
    public string? MessageId => System.GetValueOrDefault("mid");
}
