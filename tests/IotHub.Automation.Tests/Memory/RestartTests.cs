using IotHub.Contracts.Values;

namespace IotHub.Automation.Tests.Memory;

/// <summary>What comes of each kind of thing that goes on when the hub is away for a while.</summary>
public sealed class RestartTests
{
    private const string Hook = """ "triggers": [ { "webhook": "hook-of-the-test" } ] """;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Restore_WaitOverMeanwhile_GoesOnAtOnceAndSaysHowLate()
    {
        var home = new CutHome([("a", $$"""{ {{Hook}}, "actions": [ { "wait": "5m" }, { "log": "done" } ] }""")], Start);
        home.Call("hook-of-the-test", "");

        home.Cut(TimeSpan.FromHours(1));
        home.AdvanceTo(home.Now);

        Assert.Equal("Run 1 goes on after a restart: its wait was over at 2026-01-05T12:05:00Z, 55m ago.", Assert.Single(home.Restarts));
        Assert.Contains(home.Log, line => line.StartsWith("13:00:00.000 a 1 Acted", StringComparison.Ordinal) && line.Contains("the wait is over (was due at 2026-01-05T12:05:00Z)", StringComparison.Ordinal));
        Assert.Equal(0, home.PendingTimers);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Restore_HoldOverMeanwhile_FiresWhenTheDeviceSaysItAgain(bool saysItAgain, bool fires)
    {
        var home = new CutHome([("a", """{ "triggers": [ { "property": "door/contact-sensor.contact-state", "becomes": true, "for": "5m" } ], "actions": [ { "log": "open" } ] }""")], Start);
        home.Report("door", "contact-sensor.contact-state", PropertyValue.FromBoolean(true));
        home.AdvanceTo(Start.AddMinutes(4));

        home.Cut(TimeSpan.FromMinutes(10), forgetsReports: true);
        home.AdvanceTo(home.Now.AddSeconds(1));
        Assert.Empty(home.Log);

        home.Report("door", "contact-sensor.contact-state", PropertyValue.FromBoolean(saysItAgain));

        Assert.Equal(fires ? 1 : 0, home.Log.Count(line => line.Contains(" open", StringComparison.Ordinal) && line.Contains(" Acted ", StringComparison.Ordinal)));
        Assert.Equal(0, home.PendingTimers);
    }

    [Fact]
    public void Restore_HoldNotOverYet_FiresAtItsTimeWhenSaidAgain()
    {
        var home = new CutHome([("a", """{ "triggers": [ { "property": "door/contact-sensor.contact-state", "becomes": true, "for": "5m" } ], "actions": [ { "log": "open" } ] }""")], Start);
        home.Report("door", "contact-sensor.contact-state", PropertyValue.FromBoolean(true));
        home.Cut(TimeSpan.FromMinutes(2), forgetsReports: true);
        home.Report("door", "contact-sensor.contact-state", PropertyValue.FromBoolean(true));

        home.AdvanceTo(Start.AddMinutes(5));

        Assert.StartsWith("12:05:00.000 a 1 Started", home.Log[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_CommandNotEnded_IsSentAgainUnderItsId()
    {
        var home = new CutHome([("a", $$$"""{ {{{Hook}}}, "actions": [ { "call": "feeder/pet-feeder.pet-food-out", "in": { "feeding-measure": 2 }, "out": "meal" }, { "log": "served {{ meal.served-portions }}" } ] }""")], Start);
        home.Call("hook-of-the-test", "");

        home.Cut(TimeSpan.FromSeconds(10));
        home.AdvanceTo(home.Now.AddSeconds(1));

        Assert.Equal(1, home.SentAgain);
        Assert.Single(home.Log, line => line.Contains("served 2", StringComparison.Ordinal));
        Assert.Equal(0, home.Log.Count(line => line.Contains("timedout", StringComparison.Ordinal)));

        // Its end is written as well: nothing is sent a third time.
        home.Cut(TimeSpan.FromSeconds(10));
        Assert.Equal(1, home.SentAgain);
    }

    [Theory]
    [InlineData("skip", 0)]
    [InlineData("run-once", 1)]
    [InlineData("run-if-within: 1h", 0)]
    [InlineData("run-if-within: 3h", 1)]
    public void CatchUp_TimeMissed_FollowsItsPolicy(string policy, int runs)
    {
        var home = new CutHome([("a", $$"""{ "triggers": [ { "time": "13:00", "onMissed": "{{policy}}" } ], "actions": [ { "log": "ran" } ] }""")], Start);

        home.Cut(TimeSpan.FromHours(3));
        home.AdvanceTo(home.Now.AddHours(1));
        home.Cut(TimeSpan.FromHours(1));
        home.AdvanceTo(home.Now.AddHours(1));

        Assert.Equal(runs, home.Log.Count(line => line.Contains(" ran", StringComparison.Ordinal)));
        Assert.Equal(1 - runs, home.Log.Count(line => line.Contains(" Refused ", StringComparison.Ordinal)));
    }

    [Fact]
    public void CatchUp_TimeTakenBefore_IsNotTakenAgain()
    {
        var home = new CutHome([("a", """{ "triggers": [ { "time": "13:00", "onMissed": "run-once" } ], "actions": [ { "log": "ran" } ] }""")], Start);
        home.AdvanceTo(Start.AddHours(1));

        home.Cut();
        home.AdvanceTo(Start.AddHours(2));

        Assert.Single(home.Log, line => line.Contains(" ran", StringComparison.Ordinal));
    }

    [Fact]
    public void Restore_TenThousandWaits_AllGoOn()
    {
        var documents = Enumerable.Range(0, 500).Select(i => ($"rule-{i:000}", $$"""{ "mode": "parallel", "max": 20, {{Hook}}, "actions": [ { "wait": "1h" }, { "log": "done" } ] }""")).ToList();
        var home = new CutHome(documents, Start);
        for (var i = 0; i < 20; i++)
        {
            home.AdvanceTo(Start.AddSeconds(i));
            home.Call("hook-of-the-test", "");
        }

        Assert.Equal(10_000, home.PendingTimers);
        home.Cut();

        Assert.Equal((10_000, 10_000), (home.PendingTimers, home.Restarts.Count));
        home.AdvanceTo(Start.AddHours(2));
        Assert.Equal(10_000, home.Log.Count(line => line.Contains(" Finished ", StringComparison.Ordinal)));
        Assert.Equal(0, home.PendingTimers);
    }
}
