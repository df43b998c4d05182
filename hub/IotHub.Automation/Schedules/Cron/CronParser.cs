using System.Globalization;

namespace IotHub.Automation.Schedules.Cron;

/// <summary>Reads cron expressions, field by field, and stops at the first fault.</summary>
internal static class CronParser
{
    private static readonly Dictionary<string, string> Shorts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    /// <summary>The expression; null with a fault.</summary>
    public static CronExpression? Parse(string text, out TextFault? fault)
    {
        if (text.Length > ScheduleLimits.CronLengthMax)
        {
            fault = new TextFault(0, $"The cron expression has {text.Length} characters; at most {ScheduleLimits.CronLengthMax} are allowed.");
            return null;
        }

        var trimmed = text.Trim();
        if (trimmed.StartsWith('@'))
        {
            if (Shorts.TryGetValue(trimmed, out var meant))
            {
                return Parse(meant, out fault) is { } expression
                    ? new CronExpression(text, expression.Seconds, expression.Minutes, expression.Hours, expression.Days)
                    : null;
            }

            fault = new TextFault(text.IndexOf('@', StringComparison.Ordinal), $"\"{TextFault.Cut(trimmed)}\" is not known; expected {string.Join(", ", Shorts.Keys)}.",
                trimmed.Equals("@reboot", StringComparison.OrdinalIgnoreCase) ? "Use a trigger on the hub's start." : Documents.NearestName.Suggest(trimmed, Shorts.Keys));
            return null;
        }

        var fields = Split(text);
        if (fields.Count is not (5 or 6))
        {
            fault = new TextFault(0, $"A cron expression has five fields (minute, hour, day of the month, month, day of the week), or six with seconds before them; found {fields.Count}.",
                fields.Count == 7 ? "Leave out the year." : fields.Count == 4 ? "Write * for a field that may be anything." : null);
            return null;
        }

        return ReadFields(text, fields, out fault);
    }

    private static CronExpression? ReadFields(string text, List<(int Offset, string Text)> fields, out TextFault? fault)
    {
        var first = fields.Count - 5;
        var days = new CronDays
        {
            IsAnyDayOfMonth = IsAny(fields[first + 2].Text),
            IsAnyDayOfWeek = IsAny(fields[first + 4].Text),
        };
        var seconds = new CronItems(CronField.Second);
        var minutes = new CronItems(CronField.Minute);
        var hours = new CronItems(CronField.Hour);
        var daysOfMonth = new CronItems(CronField.DayOfMonth);
        var months = new CronItems(CronField.Month);
        var daysOfWeek = new CronItems(CronField.DayOfWeek);
        fault = (first == 1 ? seconds.Read(fields[0]) : seconds.Read((0, "0")))
            ?? minutes.Read(fields[first]) ?? hours.Read(fields[first + 1]) ?? daysOfMonth.Read(fields[first + 2])
            ?? months.Read(fields[first + 3]) ?? daysOfWeek.Read(fields[first + 4]);
        if (fault is not null)
        {
            return null;
        }

        days = days with
        {
            Months = months.Values,
            DaysOfMonth = daysOfMonth.Values,
            BeforeLast = daysOfMonth.BeforeLast,
            NearestWorking = daysOfMonth.NearestWorking,
            DaysOfWeek = (daysOfWeek.Values | (daysOfWeek.Values >> 7)) & 0x7F,
            Nth = daysOfWeek.Nth,
            LastOfWeek = daysOfWeek.LastOfWeek,
        };
        return new CronExpression(text, seconds.Values, minutes.Values, hours.Values, days);
    }

    private static bool IsAny(string field) => field[0] is '*' or '?';

    private static List<(int Offset, string Text)> Split(string text)
    {
        var fields = new List<(int, string)>();
        var start = -1;
        for (var index = 0; index <= text.Length; index++)
        {
            var isSpace = index == text.Length || char.IsWhiteSpace(text[index]);
            if (isSpace && start >= 0)
            {
                fields.Add((start, text[start..index]));
                start = -1;
            }
            else if (!isSpace && start < 0)
            {
                start = index;
            }
        }

        return fields;
    }

    /// <summary>A number within the limits of an <see cref="int"/>, of digits only.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
