using System.Collections.Immutable;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Automation.Analysis.Guards;

/// <summary>Finds moments at which all that is asked of the time holds.</summary>
internal static class Moments
{
    /// <summary>
    /// A moment after <paramref name="now"/>; null where there is none within <see cref="AnalysisLimits.Ahead"/>. Without the sun this is exact: windows and days
    /// change only at midnight and at their own ends, and those are what is looked at. With the sun each fifth day is looked at every half hour.
    /// </summary>
    public static DateTimeOffset? Find(ImmutableArray<TimeFact> facts, DateTimeOffset now, HomePlace place)
    {
        if (facts.IsEmpty)
        {
            return now;
        }

        var usesSun = facts.Any(fact => fact.IsSun);
        SortedSet<TimeOnly> edges = [TimeOnly.MinValue, new TimeOnly(12, 0), .. facts.SelectMany(fact => fact.Edges)];
        if (usesSun)
        {
            edges.UnionWith(Enumerable.Range(0, 48).Select(half => new TimeOnly(half / 2, half % 2 * 30)));
        }

        var today = ZoneOffsets.DateAt(now, place.Zone);
        for (var days = 0; days <= AnalysisLimits.Ahead.TotalDays; days += usesSun && days > 3 ? 5 : 1)
        {
            if (LocalDay.Of(today.AddDays(days), place.Zone) is not { } day)
            {
                continue;
            }

            foreach (var edge in edges)
            {
                var moment = day.At(edge, ClockChangePolicy.Default);
                if (moment > now && AreMet(facts, moment, place))
                {
                    return moment;
                }
            }
        }

        return null;
    }

    /// <summary>The first occurrence of a schedule at which the facts hold; null where there is none. Of one that comes often only some are looked at.</summary>
    public static DateTimeOffset? Find(Schedule schedule, ImmutableArray<TimeFact> facts, DateTimeOffset now, HomePlace place)
    {
        var after = now;
        for (var looked = 0; looked < 500; looked++)
        {
            if (schedule.Next(after, place) is not { } next || next.Moment > now + AnalysisLimits.Ahead)
            {
                return null;
            }

            if (AreMet(facts, next.Moment, place))
            {
                return next.Moment;
            }

            after = next.Moment;
        }

        // It comes so often that it comes while they hold, if ever they do.
        return Find(facts, now, place) is { } moment ? schedule.Next(moment.AddTicks(-1), place)?.Moment : null;
    }

    public static bool AreMet(ImmutableArray<TimeFact> facts, DateTimeOffset moment, HomePlace place)
    {
        foreach (var fact in facts)
        {
            if (!fact.IsMet(moment, place))
            {
                return false;
            }
        }

        return true;
    }
}
