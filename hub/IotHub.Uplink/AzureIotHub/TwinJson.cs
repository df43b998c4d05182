using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>JSON of twins and methods without reflection.</summary>
internal static class TwinJson
{
    /// <summary>A node as UTF-8; null for <c>null</c>.</summary>
    public static byte[] Bytes(JsonNode? node) => Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");

    /// <summary>An object from UTF-8; null where it is none.</summary>
    public static JsonObject? Object(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
