using IotHub.Contracts.Json;

namespace IotHub.Contracts.Overlays;

/// <summary>One thing that an overlay changes or removes.</summary>
/// <param name="Address">Which node.</param>
/// <param name="Node">Where the overlay says so: the changes, or the address in the list of removals.</param>
internal sealed record OverlayEntry(NodeAddress Address, JsonNodeAt Node);
