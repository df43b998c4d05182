using System.Globalization;

namespace IotHub.Automation.Schedules.Missed;

/// <summary>What comes next, and what came while nobody looked.</summary>
public static class MissedOccurrences
{
    // Slots that are passed over one by one, because they were taken before clocks went back: a slot for each second of a day.
    private const int TakenAheadMax = 86_400;

    /// <summary>The first occurrence after a moment whose slot was not taken yet; null where none comes.</summary>
    public static Occurrence? NextUntaken(Schedule schedule, DateTimeOffset after, TakenSlots taken, HomePlace place)
    {
        var next = schedule.Next(after, place);
        for (var passed = 0; next is { } occurrence && taken.Contains(occurrence.Slot) && passed < TakenAheadMax; passed++)
        {
            next = schedule.Next(occurrence.Moment, place);
        }

        return next;
    }

    /// <summary>
    /// What to do about the occurrences after <paramref name="lastAlive"/> up to <paramref name="now"/> that were not taken. However many there were, at
    /// most one run is made, and it stands for the last of them.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="taken">Slots that were taken.</param>
    /// <param name="lastAlive">Up to when the schedule was heeded by a trusted clock.</param>
    /// <param name="now">The present moment by a trusted clock.</param>
    /// <param name="policy">What becomes of them.</param>
    /// <param name="place">Whose clocks, days and sun.</param>
    public static MissedOutcome Missed(Schedule schedule, TakenSlots taken, DateTimeOffset lastAlive, DateTimeOffset now, MissedPolicy policy, HomePlace place)
    {
        if (now <= lastAlive || Latest(schedule, lastAlive, now, place) is not { } latest)
        {
            return MissedOutcome.None;
        }

        var count = 0;
        var next = schedule.Next(lastAlive, place);
        var first = next;
        for (var seen = 0; next is { } occurrence && occurrence.Moment <= now && seen < ScheduleLimits.MissedCountMax; seen++)
        {
            if (!taken.Contains(occurrence.Slot))
            {
                first = count++ == 0 ? next : first;
            }

            next = schedule.Next(occurrence.Moment, place);
        }

        var isMore = next?.Moment <= now;
        var isLatestTaken = taken.Contains(latest.Slot);
        if (first is not { } earliest || (count == 0 && (isLatestTaken || !isMore)))
        {
            return MissedOutcome.None;
        }

        var age = now - latest.Moment;
        var many = isMore ? $"More than {count} times" : count == 1 ? "1 time" : $"{count} times";
        var missed = $"{many} {(count == 1 && !isMore ? "was" : "were")} missed between {Format(earliest.Moment, place)} and {Format(now, place)}";
        if (isLatestTaken)
        {
            return new MissedOutcome(null, count, $"{missed}; the last of them had been run already.");
        }

        var old = age < TimeSpan.FromSeconds(1) ? "just now" : $"{Compilation.Duration.Format(TimeSpan.FromSeconds(Math.Floor(age.TotalSeconds)))} ago";
        return policy.Allows(age)
            ? new MissedOutcome(latest, count, $"{missed}; runs now for that of {Format(latest.Moment, place)}, {old} ({policy}).")
            : new MissedOutcome(null, count, $"{missed}; not run, the last of them came {old} ({policy}).");
    }

    /// <summary>The last occurrence after a moment and not after another; null where none lies between.</summary>
    public static Occurrence? Latest(Schedule schedule, DateTimeOffset after, DateTimeOffset upTo, HomePlace place)
    {
        // Backwards by growing steps until one is found, then forwards by halves: few steps for a second as for a year.
        var span = TimeSpan.FromSeconds(2);
        var from = upTo;
        Occurrence? found = null;
        while (from > after)
        {
            from = upTo - after <= span ? after : upTo - span;
            span *= 2;
            if (schedule.Next(from, place) is { } next && next.Moment <= upTo)
            {
                found = next;
                break;
            }
        }

        var to = upTo;
        while (found is { } known && (to - known.Moment).Ticks > 0)
        {
            var middle = known.Moment.AddTicks((to - known.Moment).Ticks / 2);
            if (schedule.Next(middle, place) is { } next && next.Moment <= upTo)
            {
                found = next;
            }
            else if (middle == known.Moment)
            {
                break;
            }
            else
            {
                to = middle;
            }
        }

        return found;
    }

    private static string Format(DateTimeOffset moment, HomePlace place) =>
        TimeZoneInfo.ConvertTime(moment, place.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
