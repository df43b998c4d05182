using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Overlays;

/// <summary>Changes what every node has: its name and its description.</summary>
internal static class NodeCorrection
{
    private const int NameLengthMax = 64;

    public static Urn ReadName(Urn type, JsonNodeAt change, FaultList faults)
    {
        if (!change.TryGet("name", out var name))
        {
            return type;
        }

        if (name.Text is { Length: >= 1 and <= NameLengthMax } text && char.IsAsciiLetterOrDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            return type.WithName(text);
        }

        faults.Warning(name, "overlay.name", $"Found {name.Describe()} as name; expected one in kebab case, like fan-level. The name stays {type.Name}.");
        return type;
    }

    public static string ReadDescription(string description, JsonNodeAt change, FaultList faults) =>
        change.TryGet("description", out _) ? NodeReading.ReadDescription(change, faults) : description;
}
