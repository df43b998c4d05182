using System.Globalization;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads durations, times and days as they are written. Given no place for faults it says nothing: what is wrong was said when the form was checked.</summary>
internal static class WrittenValues
{
    /// <summary>The longest offset from a rise or set of the sun, or from a day's beginning.</summary>
    private static readonly TimeSpan OffsetMax = TimeSpan.FromHours(12);

    /// <summary>A duration within the bounds; null where wrong.</summary>
    public static TimeSpan? Duration(JsonNodeAt value, DocumentFaults? faults = null)
    {
        if (value.Text is not { } text)
        {
            var guess = value.TryGetInt64(out var number) ? $"Write \"{number}s\" for seconds or \"{number}m\" for minutes." : null;
            faults?.Error(value, "duration", $"A duration is text such as \"90s\", \"5m\" or \"1h30m\", found {value.Describe()}.", guess);
            return null;
        }

        if (!Compilation.Duration.TryParse(text, out var duration))
        {
            var guess = Compilation.Duration.Suggest(text) is { } meant ? $"Did you mean \"{meant}\"?" : null;
            faults?.Error(value, "duration", $"A duration is whole numbers with d, h, m, s or ms, largest first, such as \"1h30m\"; found {value.Describe()}.", guess);
            return null;
        }

        if (duration < AutomationLimits.DurationMin || duration > AutomationLimits.DurationMax)
        {
            faults?.Error(value, "duration.range", $"\"{text}\" is not between {Compilation.Duration.Format(AutomationLimits.DurationMin)} and {Compilation.Duration.Format(AutomationLimits.DurationMax)}.");
            return null;
        }

        return duration;
    }

    /// <summary>A duration that may be negative, at most twelve hours; null where wrong.</summary>
    public static TimeSpan? Offset(JsonNodeAt value, string name, DocumentFaults? faults = null)
    {
        if (value.Text is not { } text)
        {
            var guess = value.TryGetInt64(out var number) ? $"Write \"{number}m\" for minutes." : null;
            faults?.Error(value, "offset", $"\"{name}\" is text such as \"-30m\" or \"1h\", found {value.Describe()}.", guess);
            return null;
        }

        var isNegative = text.StartsWith('-');
        var size = isNegative || text.StartsWith('+') ? text[1..] : text;
        if (!Compilation.Duration.TryParse(size, out var duration))
        {
            var guess = Compilation.Duration.Suggest(size) is { } meant ? $"Did you mean \"{(isNegative ? "-" : string.Empty)}{meant}\"?" : null;
            faults?.Error(value, "offset", $"\"{name}\" is a duration, with - for earlier, such as \"-30m\"; found {value.Describe()}.", guess);
            return null;
        }

        if (duration > OffsetMax)
        {
            faults?.Error(value, "offset.range", $"\"{name}\" is at most {Compilation.Duration.Format(OffsetMax)}, found \"{text}\".");
            return null;
        }

        return isNegative ? -duration : duration;
    }

    /// <summary>A time of the day; null where wrong.</summary>
    public static TimeOnly? Time(JsonNodeAt value, DocumentFaults? faults = null)
    {
        if (value.Text is { } text)
        {
            if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            {
                return time;
            }

            var guess = text == "24:00" ? "00:00"
                : TimeOnly.TryParseExact(text.Trim().Replace(".", ":", StringComparison.Ordinal), ["H:mm", "h:mm tt", "h:mmtt", "htt", "h tt"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var meant)
                ? meant.ToString("HH:mm", CultureInfo.InvariantCulture) : null;
            faults?.Error(value, "time", $"A time of the day is text such as \"07:00\" or \"23:30:15\", found {value.Describe()}.", guess is null ? null : $"Did you mean \"{guess}\"?");
            return null;
        }

        faults?.Error(value, "time", $"A time of the day is text such as \"07:00\", found {value.Describe()}.");
        return null;
    }

    /// <summary>A day of the week; null where wrong.</summary>
    public static Weekdays? Day(JsonNodeAt value, DocumentFaults? faults = null)
    {
        var text = value.Text ?? string.Empty;
        var index = WeekdayNames.All.IndexOf(text, 0, StringComparer.Ordinal);
        if (index >= 0)
        {
            return (Weekdays)(1 << index);
        }

        var start = text.Length >= 3 ? text[..3] : text;
        faults?.Error(value, "day", $"A day is one of {string.Join(", ", WeekdayNames.All)}, found {value.Describe()}.", NearestName.Suggest(start, WeekdayNames.All));
        return null;
    }

    /// <summary>One value, or the items of a list.</summary>
    public static IEnumerable<JsonNodeAt> OneOrMore(JsonNodeAt value) => value.Kind == JsonValueKind.Array ? value.Items : [value];
}
