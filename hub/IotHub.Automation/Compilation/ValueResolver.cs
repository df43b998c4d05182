using System.Globalization;
using System.Text.Json;
using IotHub.Automation.Documents;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Compilation;

/// <summary>Turns written values into values of a property, and says what does not fit its contract.</summary>
internal sealed class ValueResolver(DocumentFaults faults)
{
    /// <summary>The value in the kind of the property's format; null where it does not fit, which is said. Names of a value list may be written instead of numbers.</summary>
    public PropertyValue? Resolve(JsonNodeAt node, ContractProperty property, string address)
    {
        switch (property.Format)
        {
            case PropertyFormat.Boolean:
                return Boolean(node, address);
            case PropertyFormat.String or PropertyFormat.Hex:
                return Text(node, property, address);
            case var _ when !property.ValueList.IsDefaultOrEmpty:
                return Listed(node, property, address);
            case PropertyFormat.Float:
                return node.TryGetNumber(out var number) ? InRange(node, property, address, number, PropertyValue.FromNumber(number)) : WrongType(node, address, "a number");
            case PropertyFormat.UInt64 when node.Kind == JsonValueKind.Number && ulong.TryParse(node.Raw, NumberStyles.None, CultureInfo.InvariantCulture, out var large):
                return InRange(node, property, address, large, PropertyValue.FromUnsigned(large));
            default:
                return Integer(node, property, address);
        }
    }

    /// <summary>A bound for a comparison; null where the property is no number or the bound is none, which is said.</summary>
    public double? Bound(JsonNodeAt? node, ContractProperty property, string address, bool isAbove)
    {
        if (node is null)
        {
            return null;
        }

        if (property.Format is PropertyFormat.Boolean or PropertyFormat.String or PropertyFormat.Hex)
        {
            faults.Error(node, "value.type", $"{address} is {Describe(property.Format)}; above and below compare numbers.");
            return null;
        }

        if (!node.TryGetNumber(out var bound))
        {
            faults.Error(node, "value.type", $"{(isAbove ? "\"above\"" : "\"below\"")} must be a number, found {node.Describe()}.");
            return null;
        }

        if (property.Range is { } range && (isAbove ? bound >= range.Maximum : bound <= range.Minimum))
        {
            faults.Warning(node, "value.never", $"{address} goes from {Show(range.Minimum)} to {Show(range.Maximum)}, so it is never {(isAbove ? "above" : "below")} {Show(bound)}.");
        }

        return bound;
    }

    private static string Describe(PropertyFormat format) => format switch
    {
        PropertyFormat.Boolean => "true or false",
        PropertyFormat.Float => "a number",
        PropertyFormat.String => "text",
        PropertyFormat.Hex => "hexadecimal text",
        _ => "a whole number",
    };

    private static string Show(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private PropertyValue? Boolean(JsonNodeAt node, string address)
    {
        if (node.TryGetBoolean(out var value))
        {
            return PropertyValue.FromBoolean(value);
        }

        var guess = (node.Text ?? node.Raw).ToUpperInvariant() switch
        {
            "ON" or "TRUE" or "YES" or "1" => "Write true.",
            "OFF" or "FALSE" or "NO" or "0" => "Write false.",
            _ => null,
        };
        return WrongType(node, address, "true or false", guess);
    }

    private PropertyValue? Text(JsonNodeAt node, ContractProperty property, string address)
    {
        if (node.Text is not { } text)
        {
            return WrongType(node, address, Describe(property.Format));
        }

        if (property.LengthMax is { } lengthMax && text.Length > lengthMax)
        {
            faults.Error(node, "value.length", $"{address} takes at most {lengthMax} characters, found {text.Length}.");
            return null;
        }

        if (property.Format == PropertyFormat.Hex && (text.Length % 2 != 0 || !text.All(char.IsAsciiHexDigit)))
        {
            return WrongType(node, address, "hexadecimal text of even length");
        }

        return PropertyValue.FromText(text);
    }

    private PropertyValue? Listed(JsonNodeAt node, ContractProperty property, string address)
    {
        var list = property.ValueList;
        if (node.Text is { } name)
        {
            foreach (var entry in list)
            {
                if (string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(entry.Description, name, StringComparison.OrdinalIgnoreCase))
                {
                    return Number(property, entry.Value);
                }
            }

            faults.Error(node, "value.list", $"{address} has no value {node.Describe()}; it takes {Listing(list)}.", NearestName.Suggest(name, list.Select(entry => entry.Name)));
            return null;
        }

        if (!node.TryGetInt64(out var value))
        {
            return WrongType(node, address, $"one of {Listing(list)}");
        }

        if (!list.Any(entry => entry.Value == value))
        {
            faults.Error(node, "value.list", $"{address} has no value {value.ToString(CultureInfo.InvariantCulture)}; it takes {Listing(list)}.");
            return null;
        }

        return Number(property, value);
    }

    private static PropertyValue Number(ContractProperty property, long value) =>
        property.Format == PropertyFormat.Float ? PropertyValue.FromNumber(value) : PropertyValue.FromInteger(value);

    private static string Listing(IEnumerable<ValueListEntry> list) =>
        string.Join(", ", list.Select(entry => $"{entry.Value.ToString(CultureInfo.InvariantCulture)} (\"{entry.Name}\")"));

    private PropertyValue? Integer(JsonNodeAt node, ContractProperty property, string address)
    {
        if (!node.TryGetInt64(out var value))
        {
            return WrongType(node, address, "a whole number");
        }

        (long minimum, long maximum) = property.Format switch
        {
            PropertyFormat.UInt8 => (0, byte.MaxValue),
            PropertyFormat.UInt16 => (0, ushort.MaxValue),
            PropertyFormat.UInt32 => (0, uint.MaxValue),
            PropertyFormat.UInt64 => (0, long.MaxValue),
            PropertyFormat.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            PropertyFormat.Int16 => (short.MinValue, short.MaxValue),
            PropertyFormat.Int32 => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (property.Range is null && (value < minimum || value > maximum))
        {
            return OutOfRange(node, address, minimum.ToString(CultureInfo.InvariantCulture), maximum.ToString(CultureInfo.InvariantCulture));
        }

        return InRange(node, property, address, value, PropertyValue.FromInteger(value));
    }

    private PropertyValue? InRange(JsonNodeAt node, ContractProperty property, string address, double number, PropertyValue value)
    {
        if (property.Range is not { } range)
        {
            return value;
        }

        if (number < range.Minimum || number > range.Maximum)
        {
            return OutOfRange(node, address, Show(range.Minimum), Show(range.Maximum));
        }

        // A step may be fractional (0.1), so whole steps are told with a tolerance well below one.
        var steps = (number - range.Minimum) / range.Step;
        if (range.Step > 0 && Math.Abs(steps - Math.Round(steps)) > 1e-6)
        {
            var nearest = range.Minimum + (Math.Round(steps) * range.Step);
            faults.Error(node, "value.step", $"{address} goes from {Show(range.Minimum)} in steps of {Show(range.Step)}, found {Show(number)}.", $"The nearest is {Show(Math.Round(nearest, 9))}.");
            return null;
        }

        return value;
    }

    private PropertyValue? OutOfRange(JsonNodeAt node, string address, string minimum, string maximum)
    {
        faults.Error(node, "value.range", $"{address} takes {minimum} to {maximum}, found {node.Raw}.");
        return null;
    }

    private PropertyValue? WrongType(JsonNodeAt node, string address, string expected, string? suggestion = null)
    {
        faults.Error(node, "value.type", $"{address} takes {expected}, found {node.Describe()}.", suggestion);
        return null;
    }
}
