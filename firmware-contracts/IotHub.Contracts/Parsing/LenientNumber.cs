using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Json;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads numbers that some contracts write as text, <c>"12"</c>.</summary>
internal static class LenientNumber
{
    private const int LengthMax = 40;

    /// <summary>A whole number, also as text, which is said.</summary>
    public static bool TryGetInt64(JsonNodeAt node, FaultList faults, out long value) =>
        node.TryGetInt64(out value)
        || (IsText(node) && long.TryParse(node.Text!.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && Say(node, faults));

    /// <summary>A finite number, also as text, which is said.</summary>
    public static bool TryGetNumber(JsonNodeAt node, FaultList faults, out double value) =>
        node.TryGetNumber(out value)
        || (IsText(node) && double.TryParse(node.Text!.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && Say(node, faults));

    private static bool IsText(JsonNodeAt node) => node is { Kind: JsonValueKind.String, Text.Length: > 0 and <= LengthMax };

    private static bool Say(JsonNodeAt node, FaultList faults)
    {
        faults.Information(node, "contract.number.text", $"Found {node.Describe()}; expected a number without quotes. It is read as one.");
        return true;
    }
}
