using System.Globalization;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Schedules;

/// <summary>When something comes, again and again or once. Pure: it is told the time and the place, and remembers nothing.</summary>
public abstract record Schedule
{
    /// <summary>The local days on which it counts.</summary>
    public DayRule Days { get; init; } = DayRule.EveryDay;

    /// <summary>What becomes of an occurrence that was missed, where nothing else is said.</summary>
    public abstract MissedPolicy MissedDefault { get; }

    /// <summary>
    /// The first occurrence whose moment is after <paramref name="after"/>; null where none comes within the bounds of <see cref="ScheduleLimits"/>.
    /// Where several local times come at one moment (several were skipped by one jump), they are one occurrence.
    /// </summary>
    /// <param name="after">Not included.</param>
    /// <param name="place">Whose clocks, days and sun.</param>
    public abstract Occurrence? Next(DateTimeOffset after, HomePlace place);

    /// <summary>The last occurrence after a moment and not after another; null where none lies between.</summary>
    /// <param name="after">Not included.</param>
    /// <param name="upTo">Included.</param>
    /// <param name="place">Whose clocks, days and sun.</param>
    public virtual Occurrence? Latest(DateTimeOffset after, DateTimeOffset upTo, HomePlace place)
    {
        // Backwards by growing steps until one is found.
        var span = TimeSpan.FromMinutes(1);
        Occurrence? latest = null;
        for (var from = upTo; latest is null && from > after; span *= 2)
        {
            from = upTo - after <= span ? after : upTo - span;
            latest = Next(from, place) is { } next && next.Moment <= upTo ? next : null;
        }

        // Then forwards by halves: after a step that found none, none lies in the second half of what is left.
        var to = upTo;
        while (latest is { } known && to - known.Moment >= TimeSpan.FromSeconds(1))
        {
            if (Next(known.Moment, place) is not { } following || following.Moment > upTo)
            {
                break;
            }

            var middle = following.Moment.AddTicks((to - following.Moment).Ticks / 2);
            latest = following;
            if (middle > following.Moment && Next(middle, place) is { } later && later.Moment <= upTo)
            {
                latest = later;
            }
            else
            {
                to = middle;
            }
        }

        return latest;
    }

    /// <summary>A sentence that says why it does not come after a moment; null where it does come.</summary>
    public string? WhyNever(DateTimeOffset after, HomePlace place)
    {
        if (Next(after, place) is not null)
        {
            return null;
        }

        if (Days.Unknown(place.Calendar) is [var kind, ..])
        {
            return $"It never comes: the home has no day file with a set \"{kind}\"; it knows {string.Join(", ", place.Calendar.KindNames)}.";
        }

        return Impossible(place) ?? string.Create(CultureInfo.InvariantCulture,
            $"It never comes: no day after {ZoneOffsets.DateAt(after, place.Zone):yyyy-MM-dd} is as asked for.");
    }

    /// <summary>A sentence for a schedule that cannot come at this place at all, whatever the day; null where it can.</summary>
    protected virtual string? Impossible(HomePlace place) => null;

    /// <summary>The first occurrence of those that each day has.</summary>
    /// <param name="after">Not included.</param>
    /// <param name="place">Whose days.</param>
    /// <param name="isDay">Days that count beside <see cref="Days"/>.</param>
    /// <param name="next">The first occurrence of a day after a moment; null where it has none.</param>
    private protected Occurrence? NextOfDays(DateTimeOffset after, HomePlace place, Func<DateOnly, bool>? isDay, Func<LocalDay, DateTimeOffset, Occurrence?> next)
    {
        if (after.Year is < ScheduleLimits.YearMin or > ScheduleLimits.YearMax)
        {
            return null;
        }

        // From the day before: what a jump at midnight skips, and what it repeats, belongs to that day and comes on this one.
        var today = ZoneOffsets.DateAt(after, place.Zone).DayNumber;
        Occurrence? first = null;
        for (var number = today - 1; number <= today + ScheduleLimits.DaysAheadMax; number++)
        {
            var date = DateOnly.FromDayNumber(number);
            if (date.Year > ScheduleLimits.YearMax)
            {
                break;
            }

            if (!Days.Matches(date, place.Calendar) || isDay?.Invoke(date) == false)
            {
                if (first is not null && number > DateNumber(first.Value) + 1)
                {
                    break;
                }

                continue;
            }

            if (LocalDay.Of(date, place.Zone) is not { } day)
            {
                continue;
            }

            if (first is { } found && day.Start >= found.Moment)
            {
                break;
            }

            if (next(day, after) is { } occurrence && (first is null || occurrence.Moment < first.Value.Moment))
            {
                first = occurrence;
            }
        }

        return first;
    }

    private protected static Occurrence? At(LocalDay day, DateTimeOffset? moment) => moment is { } comes
        ? new Occurrence(new Slot(day.Date, (int)((comes - day.Start).Ticks / TimeSpan.TicksPerSecond)), comes)
        : null;

    private static int DateNumber(Occurrence occurrence) => occurrence.Slot.Date.DayNumber;
}
