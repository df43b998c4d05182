using System.Collections.Immutable;
using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Values;

/// <summary>A value that a contract does not permit.</summary>
/// <param name="Why">What is wrong with it, in a few words.</param>
/// <param name="Raw">Its JSON text.</param>
internal sealed record IllegalValue(string Why, string Raw);

/// <summary>Values just beyond what a contract permits, and of other types.</summary>
internal static class IllegalValues
{
    // Longer limits are not tried: the request would be larger than a device needs to take.
    private const int TextLengthTried = 1_000;

    public static ImmutableArray<IllegalValue> Of(ContractProperty property)
    {
        var found = ImmutableArray.CreateBuilder<IllegalValue>();
        switch (property.Format)
        {
            case PropertyFormat.Boolean:
                found.Add(new("text in place of true or false", "\"on\""));
                found.Add(new("a number that is neither 0 nor 1", "7"));
                break;
            case PropertyFormat.String:
                found.Add(new("a number in place of text", "5"));
                AddLength(property, found, "x");
                break;
            case PropertyFormat.Hex:
                found.Add(new("text that is not hexadecimal", "\"zz\""));
                found.Add(new("an odd number of hexadecimal digits", "\"abc\""));
                AddLength(property, found, "0");
                break;
            default:
                AddNumbers(property, found);
                break;
        }

        found.Add(new("null", "null"));
        found.Add(new("an object", "{\"value\":1}"));
        return found.DrainToImmutable();
    }

    private static void AddLength(ContractProperty property, ImmutableArray<IllegalValue>.Builder found, string letter)
    {
        if (property.LengthMax is { } longest and <= TextLengthTried)
        {
            var length = property.Format == PropertyFormat.Hex ? longest + 2 - (longest % 2) : longest + 1;
            found.Add(new($"{length} characters, at most {longest} are permitted", RequestText.Quote(string.Concat(Enumerable.Repeat(letter, length)))));
        }
    }

    private static void AddNumbers(ContractProperty property, ImmutableArray<IllegalValue>.Builder found)
    {
        if (!property.ValueList.IsEmpty)
        {
            var absent = 0L;
            while (property.ValueList.Any(entry => entry.Value == absent))
            {
                absent++;
            }

            Add(property, found, "a value that is not in the list", Whole(absent));
            Add(property, found, "one beyond the last of the list", Whole(property.ValueList.Max(entry => (decimal)entry.Value) + 1));
        }
        else if (property.Range is { } range)
        {
            AddRange(property, found, range);
        }
        else if (FormatNames.TryGetBounds(property.Format, out var minimum, out var maximum))
        {
            var unsigned = property.Format == PropertyFormat.UInt64;
            Add(property, found, "one below the format's least", Whole((decimal)minimum - 1));
            Add(property, found, "one above the format's greatest", unsigned ? "18446744073709551616" : Whole((decimal)maximum + 1));
        }

        if (property.Format != PropertyFormat.Float)
        {
            Add(property, found, "a fraction", "1.5");
        }

        var legal = LegalValues.Of(property);
        found.Add(new("text in place of a number", $"\"{(legal.IsEmpty ? "1" : legal[^1].ToString())}\""));
    }

    private static void AddRange(ContractProperty property, ImmutableArray<IllegalValue>.Builder found, ValueRange range)
    {
        var step = property.Format == PropertyFormat.Float ? range.Step : Math.Max(1, range.Step);
        Add(property, found, "below the least", Text(range.Minimum - step));
        Add(property, found, "above the greatest", Text(range.Maximum + step));
        if (property.Format == PropertyFormat.Float)
        {
            Add(property, found, "between two steps", Text(Math.Round(range.Minimum + (range.Step * 0.5), 9)));
        }
        else if (range.Step >= 2)
        {
            Add(property, found, "between two steps", Text(range.Minimum + 1));
        }
    }

    /// <summary>Only what the contract's own rule refuses: it decides, not the thought behind the candidate.</summary>
    private static void Add(ContractProperty property, ImmutableArray<IllegalValue>.Builder found, string why, string raw)
    {
        using var document = System.Text.Json.JsonDocument.Parse(raw);
        if (!ValueCoercion.TryCoerce(property, document.RootElement, out _, out _))
        {
            found.Add(new(why, raw));
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal)
        ? value.ToString("F0", CultureInfo.InvariantCulture) : text;

    private static string Whole(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
