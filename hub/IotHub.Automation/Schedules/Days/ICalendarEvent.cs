using System.Globalization;
using System.Text;

namespace IotHub.Automation.Schedules.Days;

/// <summary>One VEVENT while it is read.</summary>
internal sealed class ICalendarEvent(int line)
{
    // A holiday longer than a year is a mistake of whoever made the file.
    private const int DaysMax = 366;

    private readonly Dictionary<string, ICalendarLines.Line> _properties = new(StringComparer.Ordinal);

    public int Line => line;

    /// <summary>Its summary, or empty.</summary>
    public string Name { get; private set; } = string.Empty;

    public void Take(ICalendarLines.Line property)
    {
        if (property.Name is "DTSTART" or "DTEND" or "DURATION" or "RRULE" or "RDATE" or "EXDATE" or "RECURRENCE-ID" or "STATUS")
        {
            _properties.TryAdd(property.Name, property);
        }
        else if (property.Name == "SUMMARY")
        {
            Name = Unescape(property.Value);
        }
    }

    /// <summary>Its dates; null where it was cancelled, and with a fault where it cannot be read.</summary>
    public DatePattern? ToDates(out (int Line, int Column, string Message)? fault)
    {
        fault = null;
        if (_properties.TryGetValue("STATUS", out var status) && status.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!_properties.TryGetValue("DTSTART", out var start))
        {
            fault = (line, 1, $"The event \"{Name}\" has no DTSTART and is left out.");
            return null;
        }

        if (!TryDate(start, out var first))
        {
            fault = LeftOut(start, "does not begin on a date; only events of whole days are holidays");
            return null;
        }

        foreach (var name in (string[])["RDATE", "EXDATE", "RECURRENCE-ID"])
        {
            if (_properties.TryGetValue(name, out var beyond))
            {
                fault = LeftOut(beyond, $"has {name}, which is not read here");
                return null;
            }
        }

        if (!TryDays(first, out var days, out fault))
        {
            return null;
        }

        var last = first.AddDays(days - 1);
        if (!_properties.TryGetValue("RRULE", out var rule))
        {
            return DatePattern.Between(first, last);
        }

        if (!TryYears(rule, first, out var yearLast, out var why))
        {
            fault = LeftOut(rule, why);
            return null;
        }

        return DatePattern.Yearly(first, last, first.Year, yearLast);
    }

    private static bool TryDate(ICalendarLines.Line property, out DateOnly date)
    {
        date = default;
        return !property.Parameters.Contains("VALUE=DATE-TIME", StringComparison.Ordinal) && TryDate(property.Value, out date);
    }

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
        && date.Year is >= ScheduleLimits.YearMin and <= ScheduleLimits.YearMax;

    // Each year, in the same month on the same day, for ever or up to some year; the first year that is beyond it is not looked at.
    private static bool TryYears(ICalendarLines.Line rule, DateOnly first, out int yearLast, out string why)
    {
        yearLast = int.MaxValue;
        why = string.Empty;
        var isYearly = false;
        foreach (var part in rule.Value.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (part, string.Empty) : (part[..equals], part[(equals + 1)..]);
            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (name)
            {
                case "FREQ" when value == "YEARLY":
                    isYearly = true;
                    break;
                case "INTERVAL" when isNumber && number == 1:
                case "BYMONTH" when isNumber && number == first.Month:
                case "BYMONTHDAY" when isNumber && number == first.Day:
                case "WKST":
                    break;
                case "COUNT" when isNumber && number >= 1:
                    yearLast = Math.Min(yearLast, YearOfCount(first, number));
                    break;
                case "UNTIL" when value.Length >= 8 && TryDate(value[..8], out var until):
                    var isBefore = DatePattern.DayOfYearKey(until) < DatePattern.DayOfYearKey(first);
                    yearLast = Math.Min(yearLast, until.Year - (isBefore ? 1 : 0));
                    break;
                default:
                    why = $"has the rule {TextFault.Cut(part)}; only FREQ=YEARLY on the same date is read here";
                    return false;
            }
        }

        why = isYearly ? string.Empty : "has a rule without FREQ=YEARLY";
        return isYearly;
    }

    // 29 February comes in leap years only, and only what comes is counted.
    private static int YearOfCount(DateOnly first, int count)
    {
        var year = first.Year;
        for (var left = count - 1; left > 0 && year <= ScheduleLimits.YearMax;)
        {
            year++;
            left -= first is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? 0 : 1;
        }

        return year;
    }

    private static string Unescape(string text)
    {
        var name = new StringBuilder();
        for (var index = 0; index < text.Length && name.Length < ScheduleLimits.DayNameLengthMax; index++)
        {
            var letter = text[index];
            if (letter == '\\' && index + 1 < text.Length)
            {
                letter = text[++index] is 'n' or 'N' ? ' ' : text[index];
            }

            name.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return name.ToString().Trim();
    }

    private bool TryDays(DateOnly first, out int days, out (int Line, int Column, string Message)? fault)
    {
        days = 1;
        fault = null;
        if (_properties.TryGetValue("DTEND", out var end))
        {
            if (!TryDate(end, out var after))
            {
                fault = LeftOut(end, "does not end on a date");
                return false;
            }

            // The end is not included; some makers write the day itself.
            days = Math.Max(1, after.DayNumber - first.DayNumber);
        }
        else if (_properties.TryGetValue("DURATION", out var duration) && !TryDuration(duration.Value, out days))
        {
            fault = LeftOut(duration, "has a duration that is not a number of days");
            return false;
        }

        if (days > DaysMax)
        {
            fault = (line, 1, $"The event \"{Name}\" lasts {days} days and is left out; at most {DaysMax} are allowed.");
            return false;
        }

        return true;
    }

    private static bool TryDuration(string text, out int days)
    {
        days = 0;
        var unit = text.Length >= 3 && text[0] is 'P' or 'p' ? char.ToUpperInvariant(text[^1]) : ' ';
        if (unit is not ('D' or 'W') || !int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > DaysMax)
        {
            return false;
        }

        days *= unit == 'W' ? 7 : 1;
        return true;
    }

    private (int Line, int Column, string Message) LeftOut(ICalendarLines.Line property, string why) =>
        (property.Number, property.Column, $"The event \"{Name}\" {why}; it is left out.");
}
