using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>A local day on which clocks change, with the same weekday of another week to compare with.</summary>
/// <param name="Day">The day.</param>
/// <param name="Usual">An ordinary day, a week before or after.</param>
/// <param name="From">First second of the day, by the clock, that is skipped or comes twice.</param>
/// <param name="To">First second after those.</param>
/// <param name="IsForward">True when clocks go forward.</param>
internal sealed record ClockNight(LocalDay Day, LocalDay Usual, int From, int To, bool IsForward)
{
    /// <summary>The next night of each kind.</summary>
    public static IReadOnlyList<ClockNight> After(DateTimeOffset now, HomePlace place)
    {
        var found = new List<ClockNight>();
        var today = ZoneOffsets.DateAt(now, place.Zone);
        for (var days = 1; days <= AnalysisLimits.Ahead.TotalDays && found.Count < 2; days++)
        {
            var date = today.AddDays(days);
            if (LocalDay.Of(date, place.Zone) is { } day && Read(day) is var (from, to, isForward)
                && !found.Exists(night => night.IsForward == isForward) && LocalDay.Of(date.AddDays(7), place.Zone) is { } usual && Read(usual) is null)
            {
                found.Add(new ClockNight(day, usual, from, to, isForward));
            }
        }

        return found;
    }

    private static (int From, int To, bool IsForward)? Read(LocalDay day)
    {
        if (day.Gaps.Length > 0)
        {
            return ((int)Math.Max(0, day.Gaps[0].From), (int)Math.Min(LocalDay.WallSeconds, day.Gaps[0].To), true);
        }

        for (var index = 1; index < day.Stretches.Length; index++)
        {
            if (day.Stretches[index].Wall < day.Stretches[index - 1].WallEnd)
            {
                return (day.Stretches[index].Wall, day.Stretches[index - 1].WallEnd, false);
            }
        }

        return null;
    }
}
