using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Storage.Rollups;

/// <summary>Days of the home's clock: each from the first moment of its date to that of the next. Remembers the last one asked for; used by one thread.</summary>
internal sealed class HomeDays(TimeZoneInfo zone)
{
    private (long Begin, long End) _last = (0, 0);

    public TimeZoneInfo Zone => zone;

    /// <summary>The day that holds a moment. In years without a calendar, days of UTC.</summary>
    public (long Begin, long End) At(long moment)
    {
        if (moment < _last.Begin || moment >= _last.End)
        {
            _last = Find(moment);
        }

        return _last;
    }

    /// <summary>The first moment of a date; where the zone left it out, of the next.</summary>
    public long BeginOf(DateOnly date) => Start(date) ?? Start(date.AddDays(1)) ?? UtcStart(date);

    private (long Begin, long End) Find(long moment)
    {
        var date = ZoneOffsets.DateAt(Moment.ToTime(moment), zone);
        if (date <= DateOnly.MinValue.AddDays(2) || date >= DateOnly.MaxValue.AddDays(-2) || LocalDay.Of(date.AddDays(-1), zone) is null || LocalDay.Of(date.AddDays(2), zone) is null)
        {
            var begin = Moment.FloorDivide(moment, Moment.PerDay) * Moment.PerDay;
            return (begin, begin + Moment.PerDay);
        }

        // Where clocks go back over midnight, the next date has begun already while this one is shown again.
        var first = BeginOf(date.AddDays(1)) <= moment ? date.AddDays(1) : date;
        return (BeginOf(first), BeginOf(first.AddDays(1)));
    }

    private long? Start(DateOnly date) => LocalDay.Of(date, zone) is { } day ? Moment.Of(day.Start) : null;

    private static long UtcStart(DateOnly date) => Moment.FromTicks(date.ToDateTime(TimeOnly.MinValue).Ticks);
}
