using System.Collections.Immutable;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Missed;

namespace IotHub.Automation.Schedules;

/// <summary>Times of the day, each exactly once on each local day that counts.</summary>
public sealed record TimesSchedule : Schedule
{
    private readonly ImmutableArray<int> _seconds;

    /// <summary>Makes a schedule.</summary>
    /// <param name="times">Whole seconds; what is below a second is dropped. Empty means never.</param>
    public TimesSchedule(params ImmutableArray<TimeOnly> times)
    {
        Times = [.. times.Distinct().Order()];
        _seconds = [.. Times.Select(time => (int)(time.Ticks / TimeSpan.TicksPerSecond)).Distinct()];
    }

    /// <summary>In order.</summary>
    public ImmutableArray<TimeOnly> Times { get; }

    /// <summary>What becomes of times that are skipped or repeated.</summary>
    public ClockChangePolicy ClockChange { get; init; }

    /// <summary>Within half an hour: a power cut of minutes forgets nothing, and nobody is woken at noon by what was meant for seven.</summary>
    public override MissedPolicy MissedDefault => MissedPolicy.Default;

    /// <inheritdoc/>
    public override Occurrence? Next(DateTimeOffset after, HomePlace place) => _seconds.IsEmpty
        ? null
        : NextOfDays(after, place, null, (day, from) => At(day, day.Next(NextTime, from, ClockChange)));

    /// <inheritdoc/>
    protected override string? Impossible(HomePlace place) => _seconds.IsEmpty ? "It never comes: it has no time of the day." : null;

    private int NextTime(int from)
    {
        foreach (var second in _seconds)
        {
            if (second >= from)
            {
                return second;
            }
        }

        return -1;
    }
}
