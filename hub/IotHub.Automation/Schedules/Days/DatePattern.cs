using System.Globalization;

namespace IotHub.Automation.Schedules.Days;

/// <summary>A date or a range of dates, of one year or of each: <c>2026-12-24</c>, <c>12-24</c>, <c>2026-12-24..2027-01-06</c>, <c>12-24..01-06</c>.</summary>
public readonly record struct DatePattern
{
    private readonly int _first;
    private readonly int _last;
    private readonly int _yearFirst;
    private readonly int _yearLast;

    private DatePattern(bool isYearly, int first, int last, int yearFirst, int yearLast)
    {
        IsYearly = isYearly;
        _first = first;
        _last = last;
        _yearFirst = yearFirst;
        _yearLast = yearLast;
    }

    /// <summary>True when it comes each year.</summary>
    public bool IsYearly { get; }

    /// <summary>True when it is one day and not a range.</summary>
    public bool IsDay => _first == _last;

    /// <summary>What tells single days apart: the number of the date, or of the day in a year; for look-up tables.</summary>
    internal int Key => _first;

    /// <summary>A range of dates of certain years, both included.</summary>
    public static DatePattern Between(DateOnly first, DateOnly last) => new(false, first.DayNumber, last.DayNumber, 0, 0);

    /// <summary>A range of days that comes each year, both included; where the last lies before the first it goes over the end of the year.</summary>
    /// <param name="first">The first day; its year does not count.</param>
    /// <param name="last">The last day; its year does not count.</param>
    /// <param name="yearFirst">The first year in which it begins.</param>
    /// <param name="yearLast">The last year in which it begins.</param>
    public static DatePattern Yearly(DateOnly first, DateOnly last, int yearFirst, int yearLast) =>
        new(true, DayOfYearKey(first), DayOfYearKey(last), yearFirst, yearLast);

    /// <summary>Reads a date or range; otherwise says what is wrong.</summary>
    public static bool TryParse(string text, out DatePattern pattern, out TextFault? fault)
    {
        pattern = default;
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            if (!TryParseDay(text, 0, out var day, out fault))
            {
                return false;
            }

            pattern = new DatePattern(day.IsYearly, day.Key, day.Key, 0, day.IsYearly ? int.MaxValue : 0);
            return true;
        }

        if (!TryParseDay(text[..dots], 0, out var first, out fault) || !TryParseDay(text[(dots + 2)..], dots + 2, out var last, out fault))
        {
            return false;
        }

        if (first.IsYearly != last.IsYearly)
        {
            fault = new TextFault(0, "A range has a year in both of its dates, or in none.");
            return false;
        }

        if (!first.IsYearly && first.Key > last.Key)
        {
            fault = new TextFault(0, "The range ends before it begins, so it never comes.", $"Did you mean \"{text[(dots + 2)..]}..{text[..dots]}\"?");
            return false;
        }

        pattern = new DatePattern(first.IsYearly, first.Key, last.Key, 0, first.IsYearly ? int.MaxValue : 0);
        return true;
    }

    /// <summary>True when the date is one of it.</summary>
    public bool Contains(DateOnly date)
    {
        if (!IsYearly)
        {
            return date.DayNumber >= _first && date.DayNumber <= _last;
        }

        var key = DayOfYearKey(date);
        var begins = date.Year;
        if (_first <= _last)
        {
            if (key < _first || key > _last)
            {
                return false;
            }
        }
        else if (key <= _last)
        {
            begins--;
        }
        else if (key < _first)
        {
            return false;
        }

        return begins >= _yearFirst && begins <= _yearLast;
    }

    /// <summary>As it is written.</summary>
    public override string ToString()
    {
        var first = Format(_first);
        return IsDay ? first : $"{first}..{Format(_last)}";
    }

    /// <summary>A number for the day of a year that grows from January to December, alike in all years.</summary>
    internal static int DayOfYearKey(DateOnly date) => (date.Month * 32) + date.Day;

    private static bool TryParseDay(string text, int offset, out (bool IsYearly, int Key) day, out TextFault? fault)
    {
        day = default;
        fault = null;
        Span<int> numbers = stackalloc int[3];
        if (!TrySplit(text, numbers, out var count))
        {
            fault = new TextFault(offset, $"A date is text such as \"2026-12-24\", or \"12-24\" for each year; found \"{TextFault.Cut(text)}\".", Suggest(text));
            return false;
        }

        var year = count == 3 ? numbers[0] : 2000;
        var (month, dayOfMonth) = (numbers[count - 2], numbers[count - 1]);
        if (month is < 1 or > 12)
        {
            fault = new TextFault(offset, $"There is no month {month}; a date is year-month-day or month-day.", Suggest(text));
            return false;
        }

        if (year < 1 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            var name = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
            fault = new TextFault(offset, count == 3 && month == 2 && dayOfMonth == 29
                ? $"{year} has no 29 February, so this date never comes."
                : $"There is no {dayOfMonth} {name}, so this date never comes.");
            return false;
        }

        var date = new DateOnly(year, month, dayOfMonth);
        day = count == 3 ? (false, date.DayNumber) : (true, DayOfYearKey(date));
        return true;
    }

    // Exactly dddd-dd-dd or dd-dd.
    private static bool TrySplit(string text, Span<int> numbers, out int count)
    {
        count = text.Length switch { 10 => 3, 5 => 2, _ => 0 };
        if (count == 0 || text[^3] != '-' || (count == 3 && text[4] != '-'))
        {
            return false;
        }

        var parts = count == 3 ? [text[..4], text[5..7], text[8..]] : new[] { text[..2], text[3..] };
        for (var index = 0; index < count; index++)
        {
            if (!int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Suggest(string text) =>
        text.Length <= 40 && DateOnly.TryParseExact(text.Trim(),
            ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "yyyyMMdd", "d MMMM yyyy", "MMMM d, yyyy", "MMMM d yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? $"Did you mean \"{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"?"
            : text.Length <= 40 && DateOnly.TryParseExact(text.Trim() + " 2000",
                ["M-d yyyy", "d.M. yyyy", "d MMMM yyyy", "MMMM d yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var each)
                ? $"Did you mean \"{each.ToString("MM-dd", CultureInfo.InvariantCulture)}\"?"
                : null;

    private string Format(int key) => IsYearly
        ? string.Create(CultureInfo.InvariantCulture, $"{key / 32:00}-{key % 32:00}")
        : DateOnly.FromDayNumber(key).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
