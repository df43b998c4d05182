using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>The answer to a direct method.</summary>
/// <param name="Status">As in HTTP: 200 to 599.</param>
/// <param name="Body">JSON; null for <c>null</c>.</param>
public sealed record MethodAnswer(int Status, JsonNode? Body = null);
