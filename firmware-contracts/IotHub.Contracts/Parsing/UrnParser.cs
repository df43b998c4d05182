using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads URNs as leniently as published contracts need it: an empty version, missing parts and an eighth part all occur.</summary>
public static class UrnParser
{
    /// <summary>Splits any text; what is missing is empty.</summary>
    public static Urn Parse(string text)
    {
        var parts = text.Split(':', 8);
        return new Urn(text, Part(1), Part(2), Part(3), Part(4), Part(5), ParseVersion(Part(6)), Part(7));

        string Part(int index) => index < parts.Length ? parts[index] : string.Empty;
    }

    /// <summary>Splits a text that starts with <c>urn:</c>, has a namespace, a kind and a name; false for anything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Urn? urn)
    {
        urn = null;
        if (text is null || text.Length > ContractLimits.UrnLengthMax || !text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var parsed = Parse(text);
        urn = parsed.Namespace.Length > 0 && parsed.Kind.Length > 0 && parsed.Name.Length > 0 ? parsed : null;
        return urn is not null;
    }

    private static int? ParseVersion(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
