using System.Globalization;

namespace IotHub.Automation.Schedules.Missed;

/// <summary>What comes next, and what came while nobody looked.</summary>
public static class MissedOccurrences
{
    /// <summary>The first occurrence after a moment whose slot was not taken yet; null where none comes.</summary>
    public static Occurrence? NextUntaken(Schedule schedule, DateTimeOffset after, TakenSlots taken, HomePlace place)
    {
        // Each turn passes over a whole stretch of taken slots, of which there are few.
        var next = schedule.Next(after, place);
        while (next is { } occurrence && taken.EndOf(occurrence.Slot) is { } last)
        {
            next = NextBeyond(schedule, occurrence.Moment, last, place);
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
        if (now <= lastAlive || schedule.Latest(lastAlive, now, place) is not { } latest)
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

    // The first occurrence with a later slot: forwards by growing steps until one is found, then by halves. A clock that went back by a day is caught up
    // with in some forty steps, be it with one slot or one for each second.
    private static Occurrence? NextBeyond(Schedule schedule, DateTimeOffset taken, Slot last, HomePlace place)
    {
        var beyond = taken;
        for (var span = TimeSpan.FromSeconds(1); ; span *= 2)
        {
            if (schedule.Next(beyond, place) is not { } next || next.Slot > last)
            {
                break;
            }

            taken = next.Moment;
            beyond = taken + span;
        }

        while (beyond - taken > TimeSpan.FromSeconds(1))
        {
            var middle = taken.AddTicks((beyond - taken).Ticks / 2);
            if (schedule.Next(middle, place) is { } next && next.Slot <= last)
            {
                taken = next.Moment;
            }
            else
            {
                beyond = middle;
            }
        }

        return schedule.Next(taken, place) is { } found && found.Slot <= last ? schedule.Next(found.Moment, place) : schedule.Next(taken, place);
    }

    private static string Format(DateTimeOffset moment, HomePlace place) =>
        TimeZoneInfo.ConvertTime(moment, place.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
