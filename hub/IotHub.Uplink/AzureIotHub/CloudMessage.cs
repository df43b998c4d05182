using System.Collections.Immutable;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>A message from the cloud.</summary>
/// <param name="MessageId">Its id; empty without.</param>
/// <param name="Body">Its bytes, up to 64 KB.</param>
/// <param name="Properties">Its properties, system ones with their leading <c>$.</c>; decoded.</param>
public sealed record CloudMessage(string MessageId, ReadOnlyMemory<byte> Body, ImmutableSortedDictionary<string, string> Properties);
