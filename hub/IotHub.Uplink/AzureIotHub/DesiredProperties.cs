using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>What the cloud desires of the hub.</summary>
/// <param name="Properties">By name. In a change, null takes a property away.</param>
/// <param name="Version">Counts up with each change.</param>
/// <param name="IsWhole">Whether these are all there are, so that what is not among them is gone; otherwise only what changed.</param>
public sealed record DesiredProperties(JsonObject Properties, long Version, bool IsWhole);
