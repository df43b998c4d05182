using System.Collections.Immutable;
using System.Globalization;
using IotHub.Automation.Documents;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>What may have been meant by a literal of the wrong type.</summary>
internal static class Literals
{
    /// <summary>A suggestion; null where the part is no constant or nothing can be made of it.</summary>
    public static string? Suggest(TypedExpression part, ExpressionType wanted)
    {
        if (part is not TypedExpression.Constant { Value: { IsKnown: true } value })
        {
            return null;
        }

        return (value.Kind, wanted.Kind) switch
        {
            (ExpressionKind.Text, ExpressionKind.Boolean) => value.AsText.ToUpperInvariant() switch
            {
                "ON" or "TRUE" or "YES" or "1" => "Write true.",
                "OFF" or "FALSE" or "NO" or "0" => "Write false.",
                _ => null,
            },
            (ExpressionKind.Number, ExpressionKind.Boolean) => value.AsNumber == 1 ? "Write true." : value.AsNumber == 0 ? "Write false." : null,
            (ExpressionKind.Text, ExpressionKind.Number) => double.TryParse(value.AsText, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "Write the number without quotes." : null,
            (ExpressionKind.Text, ExpressionKind.TimeOfDay) => TimeOnly.TryParseExact(value.AsText, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? "Write the time without quotes." : null,
            (ExpressionKind.Text, ExpressionKind.Duration) => Compilation.Duration.Suggest(value.AsText) is { } duration ? $"Write {duration} without quotes." : null,
            (ExpressionKind.Number, ExpressionKind.Duration) => string.Create(CultureInfo.InvariantCulture, $"Write {part.Syntax}s for seconds or {part.Syntax}m for minutes."),
            (ExpressionKind.Number, ExpressionKind.Text) => $"Write '{part.Syntax}' in quotes.",
            _ => null,
        };
    }

    /// <summary>The word that may have been meant: the nearest, or the day whose name begins like it.</summary>
    public static string? SuggestWord(string text, ImmutableArray<string> words) =>
        NearestName.Suggest(text, words) ?? (words.SequenceEqual(WeekdayNames.All) && text.Length > 3 ? NearestName.Suggest(text[..3], words) : null);
}
