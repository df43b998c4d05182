using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Days;

/// <summary>The days of a home: its weekend, holidays, shifted workdays and sets of its own. A day that is called a workday is neither weekend nor holiday.</summary>
public sealed record HomeCalendar
{
    /// <summary>Saturday and Sunday free, no holidays.</summary>
    public static HomeCalendar Plain { get; } = new();

    /// <summary>The days of the week that are free.</summary>
    public Weekdays Weekend { get; init; } = Weekdays.Saturday | Weekdays.Sunday;

    /// <summary>Holidays, with their names.</summary>
    public DaySet Holidays { get; init; } = DaySet.Empty;

    /// <summary>Days on which people work although they would be free.</summary>
    public DaySet Workdays { get; init; } = DaySet.Empty;

    /// <summary>Sets by name, such as <c>school</c>; names are ordinal and none is that of a kind of day.</summary>
    public ImmutableSortedDictionary<string, DaySet> Sets { get; init; } = ImmutableSortedDictionary.Create<string, DaySet>(StringComparer.Ordinal);

    /// <summary>Kinds and sets that can be named.</summary>
    public ImmutableArray<string> KindNames => [.. DayKinds.All, .. Sets.Keys];

    /// <summary>True when the home knows this kind or set.</summary>
    public bool Knows(string kind) => DayKinds.All.Contains(kind) || Sets.ContainsKey(kind);

    /// <summary>True when the date is of this kind or in this set; false for a kind that the home does not know.</summary>
    public bool Is(string kind, DateOnly date) => kind switch
    {
        DayKinds.Workday => IsWorkday(date),
        DayKinds.Weekend => IsWeekend(date),
        DayKinds.Holiday => IsHoliday(date),
        _ => Sets.TryGetValue(kind, out var set) && set.Contains(date),
    };

    /// <summary>True on a day on which people work.</summary>
    public bool IsWorkday(DateOnly date) => Workdays.Contains(date)
        || ((Weekend & WeekdayNames.Of(date.DayOfWeek)) == 0 && !Holidays.Contains(date));

    /// <summary>True on a free day of the week.</summary>
    public bool IsWeekend(DateOnly date) => (Weekend & WeekdayNames.Of(date.DayOfWeek)) != 0 && !Workdays.Contains(date);

    /// <summary>True on a holiday.</summary>
    public bool IsHoliday(DateOnly date) => Holidays.Contains(date) && !Workdays.Contains(date);

    /// <summary>The days of both; the weekend is that of this one. For a file of holidays beside one of the home's own.</summary>
    public HomeCalendar With(HomeCalendar other)
    {
        var sets = Sets;
        foreach (var (name, set) in other.Sets)
        {
            sets = sets.SetItem(name, sets.TryGetValue(name, out var mine) ? mine.With(set) : set);
        }

        return this with { Holidays = Holidays.With(other.Holidays), Workdays = Workdays.With(other.Workdays), Sets = sets };
    }
}
