using System.Collections.Frozen;
using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Days;

/// <summary>Days with names. Single days are looked up, so that a calendar of many years costs no more than one of a year.</summary>
public sealed class DaySet
{
    private readonly FrozenDictionary<int, string> _dates;
    private readonly FrozenDictionary<int, ImmutableArray<DayEntry>> _yearly;
    private readonly ImmutableArray<DayEntry> _ranges;

    /// <summary>Makes the set; of entries for the same day the first gives the name.</summary>
    public DaySet(ImmutableArray<DayEntry> entries)
    {
        Entries = entries;
        _dates = entries.Where(entry => entry.Dates is { IsDay: true, IsYearly: false })
            .DistinctBy(entry => entry.Dates.Key)
            .ToFrozenDictionary(entry => entry.Dates.Key, entry => entry.Name);
        _yearly = entries.Where(entry => entry.Dates is { IsDay: true, IsYearly: true })
            .GroupBy(entry => entry.Dates.Key)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        _ranges = [.. entries.Where(entry => !entry.Dates.IsDay)];
    }

    /// <summary>A set without days.</summary>
    public static DaySet Empty { get; } = new([]);

    /// <summary>What it was made from, in order.</summary>
    public ImmutableArray<DayEntry> Entries { get; }

    /// <summary>True when the date is one of the set.</summary>
    public bool Contains(DateOnly date) => NameOf(date) is not null;

    /// <summary>The name of that day, perhaps empty; null where it is not in the set.</summary>
    public string? NameOf(DateOnly date)
    {
        if (_dates.TryGetValue(date.DayNumber, out var name))
        {
            return name;
        }

        if (_yearly.TryGetValue(DatePattern.DayOfYearKey(date), out var days))
        {
            foreach (var day in days)
            {
                if (day.Dates.Contains(date))
                {
                    return day.Name;
                }
            }
        }

        foreach (var range in _ranges)
        {
            if (range.Dates.Contains(date))
            {
                return range.Name;
            }
        }

        return null;
    }

    /// <summary>The days of both.</summary>
    public DaySet With(DaySet other) => other.Entries.IsEmpty ? this : Entries.IsEmpty ? other : new DaySet(Entries.AddRange(other.Entries));
}
