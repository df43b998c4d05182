using System.Globalization;
using System.Text;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Values as people read them, the same on every machine.</summary>
internal static class ValueTexts
{
    /// <summary>As the function <c>text</c> gives it; <c>unknown</c> where it is not known.</summary>
    /// <param name="value">The value.</param>
    /// <param name="zone">The zone in which a moment is written.</param>
    public static string Of(ExpressionValue value, TimeZoneInfo zone) => value.Kind switch
    {
        ExpressionKind.Number => Number(value.AsNumber),
        ExpressionKind.Boolean => value.Holds ? "true" : "false",
        ExpressionKind.Text => value.AsText,
        ExpressionKind.Duration => Duration(value.AsDuration),
        ExpressionKind.Moment => Local(value.AsMoment, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        ExpressionKind.TimeOfDay => TimeOfDay(value.AsTimeOfDay),
        ExpressionKind.Choice => Choice(value),
        ExpressionKind.List => Members(value, zone),
        _ => "unknown",
    };

    /// <summary>As it would stand in an expression, for explanations: texts in quotes.</summary>
    public static string Quote(ExpressionValue value, TimeZoneInfo zone) => value.Kind switch
    {
        ExpressionKind.Text => $"\"{ExpressionLexer.Cut(value.AsText)}\"",
        ExpressionKind.List => ExpressionLexer.Cut($"[{string.Join(", ", value.Members.Take(8).Select(member => Quote(member, zone)))}{(value.Members.Length > 8 ? ", …" : string.Empty)}]"),
        _ => Of(value, zone),
    };

    /// <summary>The local time of a moment. Zones are at most 14 hours from UTC, so that only the first and last day there are could leave the calendar; their years stay in UTC.</summary>
    public static DateTime Local(DateTimeOffset moment, TimeZoneInfo zone) =>
        moment.Year is 1 or 9999 ? moment.UtcDateTime : TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Duration(TimeSpan duration)
    {
        // The smallest duration has no positive counterpart; the greatest is shorter by a tick, which is not shown.
        var length = duration == TimeSpan.MinValue ? TimeSpan.MaxValue : duration.Duration();
        return duration <= TimeSpan.FromMilliseconds(-1) ? "-" + Compilation.Duration.Format(length) : Compilation.Duration.Format(length);
    }

    private static string TimeOfDay(TimeOnly time) => time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Choice(ExpressionValue value)
    {
        foreach (var entry in value.Source!.ValueList)
        {
            if (entry.Value == value.AsNumber)
            {
                return entry.Name;
            }
        }

        return Number(value.AsNumber);
    }

    // No longer than it takes to see that it is too long: a thousand long texts would be megabytes.
    private static string Members(ExpressionValue list, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        for (var i = 0; i < list.Members.Length && text.Length <= ExpressionLimits.TextLengthMax; i++)
        {
            text.Append(i > 0 ? ", " : string.Empty).Append(Of(list.Members[i], zone));
        }

        return text.ToString();
    }
}
