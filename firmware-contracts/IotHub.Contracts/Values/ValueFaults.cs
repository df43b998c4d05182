using System.Globalization;
using System.Text;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Values;

/// <summary>Sentences about values that do not fit.</summary>
internal static class ValueFaults
{
    private const int ListShownMax = 12;
    private const int TextShownMax = 60;

    public static string WrongType(ContractProperty property, string found) => $"{property.Key} is {found}; expected {Expected(property.Format)}.";

    public static string OutOfRange(ContractProperty property, string found) => $"{property.Key} is {found}; expected {Permitted(property)}.";

    public static string OffStep(ContractProperty property, string found) =>
        $"{property.Key} is {found}; expected a step of {Text(property.Range?.Step ?? 1)} from {Text(property.Range?.Minimum ?? 0)}.";

    public static string Describe(PropertyValue value) => value.Kind switch
    {
        PropertyValueKind.Text => Quote(value.AsText),
        PropertyValueKind.None => "not known",
        _ => value.ToString(),
    };

    public static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"the text \"{Raw(ref reader)}\"",
        _ => Raw(ref reader),
    };

    public static string Quote(string text) => $"the text \"{Cut(text)}\"";

    private static string Raw(ref Utf8JsonReader reader)
    {
        // A decoder that replaces what is not UTF-8: this text only goes into a message.
        var raw = reader.ValueSpan;
        return Cut(Encoding.UTF8.GetString(raw.Length > 4 * TextShownMax ? raw[..(4 * TextShownMax)] : raw));
    }

    private static string Cut(string text) => text.Length <= TextShownMax ? text : string.Concat(text.AsSpan(0, TextShownMax), "…");

    private static string Expected(PropertyFormat format) => format switch
    {
        PropertyFormat.Boolean => "true or false",
        PropertyFormat.Float => "a number",
        PropertyFormat.String => "text",
        PropertyFormat.Hex => "text of an even number of hexadecimal digits",
        _ => "a whole number",
    };

    private static string Permitted(ContractProperty property)
    {
        if (!property.ValueList.IsEmpty)
        {
            var shown = string.Join(", ", property.ValueList.Take(ListShownMax).Select(entry => $"{entry.Value} ({entry.Name})"));
            return $"one of {shown}{(property.ValueList.Length > ListShownMax ? ", …" : string.Empty)}";
        }

        if (property.Range is { } range)
        {
            var unit = string.IsNullOrEmpty(property.RawUnit) || property.RawUnit == "none" ? string.Empty : " " + property.RawUnit;
            return $"{Text(range.Minimum)} to {Text(range.Maximum)}{unit}";
        }

        return FormatNames.TryGetBounds(property.Format, out var minimum, out var maximum) ? $"{minimum} to {maximum}" : "a finite number";
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
