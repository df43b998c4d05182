using System.Text.Json.Nodes;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>What became of one desired property; reported as Azure's convention for writable properties has it.</summary>
/// <param name="Name">Its name at the top of the document.</param>
/// <param name="Value">What is in force now; null for nothing.</param>
/// <param name="Status">As in HTTP: 200 in force, 400 refused, <see cref="Gone"/> to take an earlier answer away.</param>
/// <param name="Description">A sentence that says why, up to 512 characters; null for none.</param>
public sealed record DesiredAnswer(string Name, JsonNode? Value, int Status, string? Description = null)
{
    /// <summary>The property is gone and the hub has none of that name: what was reported of it is taken away.</summary>
    public const int Gone = 204;
}
