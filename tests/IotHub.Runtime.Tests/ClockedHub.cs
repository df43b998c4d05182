using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Traces;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests;

/// <summary>A hub on a machine whose clock may be wrong: real time and what the clock shows are told apart.</summary>
internal sealed class ClockedHub(TestHub inner)
{
    private readonly List<DateTimeOffset> _runs = [];
    private TimeSpan _elapsed = TimeSpan.FromSeconds(20);

    public TestHub Inner => inner;

    /// <summary>What the time really is.</summary>
    public DateTimeOffset Truth { get; set; }

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>When runs began, in truth.</summary>
    public IReadOnlyList<DateTimeOffset> Runs => _runs;

    /// <summary>A hub that comes back after it was last seen at noon, on a machine whose clock shows something.</summary>
    public static ClockedHub Restarted(Func<StoredHome, StoredHome> change, DateTimeOffset clock, params (string Id, string Json)[] automations)
    {
        var before = new TestHub();
        before.Join("m1", "motion-sensor");
        before.Join("l1", "light");
        foreach (var (id, json) in automations)
        {
            Assert.True(before.PutAutomation(id, json).Accepted);
        }

        return Restore(change(ClockTests.Stored(before) with { LastAlive = TestHub.Noon }), clock, TimeZoneInfo.Utc);
    }

    /// <summary>The clock is read as it is.</summary>
    public IReadOnlyList<HubOutput> Read(bool? isSynchronised) => Keep(inner.Step(new HubInput.ClockRead(new ClockReading(inner.Now, _elapsed, isSynchronised))));

    /// <summary>The clock is set, and read at once, as <see cref="SteadyTime"/> sees to.</summary>
    public IReadOnlyList<HubOutput> Set(DateTimeOffset clock, bool? isSynchronised = true)
    {
        inner.Now = clock;
        return Read(isSynchronised);
    }

    /// <summary>Time really passes, and the clock goes on evenly.</summary>
    public IReadOnlyList<HubOutput> Pass(TimeSpan time)
    {
        var (start, truth) = (inner.Now, Truth);
        var outputs = new List<HubOutput>();
        while (inner.Loop.NextDue is { } due && due <= start + time)
        {
            inner.Now = due > inner.Now ? due : inner.Now;
            Truth = truth + (inner.Now - start);
            outputs.AddRange(Keep(inner.Step(HubInput.Tick.Instance)));
        }

        inner.Now = start + time;
        Truth = truth + time;
        _elapsed += time;
        return outputs;
    }

    /// <summary>The machine is off for a while, and comes back with a clock that shows something.</summary>
    public ClockedHub PowerCut(TimeSpan away, DateTimeOffset clock)
    {
        var again = Restore(ClockTests.Stored(inner), clock, Zone);
        again.Truth = Truth + away;
        again._runs.AddRange(_runs);
        again.Read(isSynchronised: false);
        return again;
    }

    /// <summary>How many runs a time of the day should have had up to now.</summary>
    public int Owed(DateTimeOffset since, TimeOnly time)
    {
        var (count, last) = (0, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Truth, Zone).DateTime));
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(since, Zone).DateTime); day <= last; day = day.AddDays(1))
        {
            // A time that is skipped comes when clocks jump, one that comes twice the first time.
            var wanted = day.ToDateTime(time);
            while (Zone.IsInvalidTime(wanted))
            {
                wanted = wanted.AddMinutes(1);
            }

            var offset = Zone.IsAmbiguousTime(wanted) ? Zone.GetAmbiguousTimeOffsets(wanted).Max() : Zone.GetUtcOffset(wanted);
            var moment = new DateTimeOffset(wanted, offset);
            count += moment > since && moment <= Truth ? 1 : 0;
        }

        return count;
    }

    private static ClockedHub Restore(StoredHome stored, DateTimeOffset clock, TimeZoneInfo zone)
    {
        var hub = new TestHub(ClockTests.Options(zone), stored.NextCauseId) { Now = clock };
        string[] kinds = ["motion-sensor", "light"];
        hub.Loop.Restore(stored, type => kinds.Select(TestHub.Contract).FirstOrDefault(contract => contract.Type.Text == type), clock);
        return new ClockedHub(hub) { Truth = clock, Zone = zone };
    }

    private IReadOnlyList<HubOutput> Keep(IReadOnlyList<HubOutput> outputs)
    {
        _runs.AddRange(outputs.OfType<HubOutput.Decided>().Where(output => output.Decision.Kind == DecisionKind.Started).Select(_ => Truth));
        return outputs;
    }
}
