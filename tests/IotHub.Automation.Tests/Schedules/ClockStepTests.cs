using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.Missed;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

/// <summary>
/// A clock that is set again and again, from a second to two days off, over the change of clocks in spring. The small engine here does with the news
/// what the hub does.
/// </summary>
public sealed class ClockStepTests
{
    private static readonly DateTimeOffset Start = Places.Utcs("2026-03-01T00:00");
    private static readonly DateTimeOffset End = Places.Utcs("2026-05-01T00:00");

    public static TheoryData<string, int, string> Runs()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var kind in (string[])["time", "times", "sun", "cron", "interval"])
        {
            for (var seed = 0; seed < 8; seed++)
            {
                data.Add(kind, seed, seed % 2 == 0 ? "run-once" : "skip");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Steps_AtRandom_NoSlotIsTakenTwiceAndNoneIsLostBeyondThePolicy(string kind, int seed, string policy)
    {
        Schedule schedule = kind switch
        {
            "time" => new TimesSchedule(new TimeOnly(2, 30)),
            "times" => new TimesSchedule(new TimeOnly(2, 30), new TimeOnly(0, 0), new TimeOnly(23, 59, 59), new TimeOnly(12, 0)),
            "sun" => new SunSchedule(SunEvent.Sunset, TimeSpan.FromHours(5)),
            "cron" => new CronSchedule(CronExpression.TryParse("*/30 1-3 * * *", out _)!),
            _ => IntervalSchedule.Daily(TimeSpan.FromMinutes(50), default, out _)!,
        };
        var home = new SteppedHome(schedule, MissedPolicy.TryParse(policy, out _)!, seed);

        home.Run();

        Assert.Empty(home.Doubled);
        Assert.Empty(home.Lost);
        Assert.True(home.Taken.Count > 30, $"only {home.Taken.Count} slots were taken, so nothing was tested");
    }

    private sealed class SteppedHome(Schedule schedule, MissedPolicy policy, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly HashSet<Slot> _due = [];
        private TakenSlots _taken = TakenSlots.None;
        private ClockTrust _trust = ClockTrust.Begin(new ClockTrustLimits { BuiltAt = Start.AddDays(-10) });
        private Occurrence? _armed;
        private DateTimeOffset _seen = Start;

        public List<Slot> Taken { get; } = [];

        public IEnumerable<Slot> Doubled => Taken.GroupBy(slot => slot).Where(group => group.Count() > 1).Select(group => group.Key);

        public IEnumerable<Slot> Lost => _due.Except(Taken);

        public void Run()
        {
            var elapsed = TimeSpan.Zero;
            var error = TimeSpan.Zero;
            var nextStep = TimeSpan.FromHours(5);
            OnClock(Start, elapsed);
            while (Start + elapsed < End)
            {
                // Real time goes on to what is due by the clock, or to the next time the clock is set.
                var due = _armed is { } armed ? armed.Moment - (Start + error) : TimeSpan.MaxValue;
                if (due < nextStep)
                {
                    elapsed = due > elapsed ? due : elapsed;
                }
                else
                {
                    elapsed = nextStep;
                    error = NextError(error);
                    nextStep += TimeSpan.FromHours(1 + (_random.NextDouble() * 40));
                }

                OnClock(Start + elapsed + error, elapsed);
            }
        }

        // From a second to two days off, small steps as often as large ones, and now and then right.
        private TimeSpan NextError(TimeSpan error) => _random.Next(4) switch
        {
            0 => TimeSpan.Zero,
            1 => TimeSpan.FromSeconds(Math.Clamp(error.TotalSeconds + _random.Next(-120, 121), -172_800, 172_800)),
            2 => TimeSpan.FromMinutes(Math.Clamp(error.TotalMinutes + _random.Next(-180, 181), -2880, 2880)),
            _ => TimeSpan.FromSeconds(_random.Next(-172_800, 172_801)),
        };

        private void OnClock(DateTimeOffset now, TimeSpan elapsed)
        {
            _trust = _trust.OnClock(new ClockReading(now, elapsed, true), out var news);
            foreach (var each in news)
            {
                switch (each)
                {
                    case ClockNews.Absent absent:
                        OnAbsent(absent);
                        break;
                    case ClockNews.Back:
                        _taken = _taken.Break();
                        _seen = now;
                        _armed = MissedOccurrences.NextUntaken(schedule, now, _taken, Places.Berlin);
                        break;
                }
            }

            _armed ??= MissedOccurrences.NextUntaken(schedule, now, _taken, Places.Berlin);

            // What time passed evenly must all be taken.
            _due.UnionWith(Places.Walk(schedule, _seen, now, Places.Berlin).Select(occurrence => occurrence.Slot));
            _seen = now;
            while (_armed is { } due && due.Moment <= now)
            {
                Take(due);
                _armed = MissedOccurrences.NextUntaken(schedule, due.Moment, _taken, Places.Berlin);
            }
        }

        private void OnAbsent(ClockNews.Absent absent)
        {
            // The last one that was missed must be taken, if the policy has it.
            var missed = Places.Walk(schedule, absent.From, absent.To, Places.Berlin);
            if (policy == MissedPolicy.RunOnce && missed.Count > 0)
            {
                _due.Add(missed[^1].Slot);
            }

            var outcome = MissedOccurrences.Missed(schedule, _taken, absent.From, absent.To, policy, Places.Berlin);
            _taken = _taken.Break();
            if (outcome.Run is { } run)
            {
                Assert.Equal(MissedPolicy.RunOnce, policy);
                Take(run);
            }

            _seen = absent.To;
            _armed = MissedOccurrences.NextUntaken(schedule, absent.To, _taken, Places.Berlin);
        }

        private void Take(Occurrence occurrence)
        {
            _taken = _taken.Take(occurrence.Slot);
            Taken.Add(occurrence.Slot);
        }
    }
}
