using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Days;

/// <summary>On which local days something counts. All that is given must hold; within a list, any of it.</summary>
public sealed record DayRule
{
    /// <summary>Every day.</summary>
    public static DayRule EveryDay { get; } = new();

    /// <summary>Days of the week.</summary>
    public Weekdays Weekdays { get; init; } = Weekdays.All;

    /// <summary>Dates and ranges; empty for any.</summary>
    public ImmutableArray<DatePattern> Dates { get; init; } = [];

    /// <summary>Kinds of day or named sets; empty for any. One that the home does not know holds on no day.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>Kinds of day or named sets on which it does not count.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Every n-th week; null for each.</summary>
    public WeekCycle? Weeks { get; init; }

    /// <summary>True when it counts on that date.</summary>
    public bool Matches(DateOnly date, HomeCalendar calendar)
    {
        if ((Weekdays & WeekdayNames.Of(date.DayOfWeek)) == 0 || Weeks?.Contains(date) == false)
        {
            return false;
        }

        if (!Dates.IsEmpty && !HasDate(date))
        {
            return false;
        }

        return (Kinds.IsEmpty || IsAny(Kinds, date, calendar)) && (Except.IsEmpty || !IsAny(Except, date, calendar));
    }

    /// <summary>The first date that counts, from <paramref name="from"/> on and not after <paramref name="last"/>; null where there is none.</summary>
    public DateOnly? First(DateOnly from, DateOnly last, HomeCalendar calendar)
    {
        for (var number = from.DayNumber; number <= last.DayNumber; number++)
        {
            var date = DateOnly.FromDayNumber(number);
            if (Matches(date, calendar))
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>The kinds that the home does not know, in the order written.</summary>
    public ImmutableArray<string> Unknown(HomeCalendar calendar) => [.. Kinds.Concat(Except).Where(kind => !calendar.Knows(kind)).Distinct(StringComparer.Ordinal)];

    private static bool IsAny(ImmutableArray<string> kinds, DateOnly date, HomeCalendar calendar)
    {
        foreach (var kind in kinds)
        {
            if (calendar.Is(kind, date))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasDate(DateOnly date)
    {
        foreach (var pattern in Dates)
        {
            if (pattern.Contains(date))
            {
                return true;
            }
        }

        return false;
    }
}
