using System.Globalization;
using IotHub.Automation.Schedules.Clock;
using IotHub.Automation.Traces;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Tests;

/// <summary>A hub whose clock is set while it runs, or begins in 1970, as that of a small machine without a battery does.</summary>
public sealed class ClockTests
{
    private const string Evening = """{ "triggers": [ { "time": "18:00" } ], "actions": [ { "log": "evening" } ] }""";
    private const string Quarters = """{ "triggers": [ { "every": "15m" } ], "actions": [ { "log": "quarter" } ] }""";
    private const string WaitsAfterMotion = """
        { "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "wait": "5m" }, { "set": { "l1/light.on": true } } ] }
        """;

    private static readonly DateTimeOffset Dawn1970 = new(1970, 1, 1, 0, 0, 20, TimeSpan.Zero);

    [Fact]
    public void Step_ClockIn1970_NoTimeComesUntilItIsSetAndThenByPolicyOnce()
    {
        var hub = ClockedHub.Restarted(stored => stored, Dawn1970, ("evening", Evening), ("quarters", Quarters));

        var begun = hub.Read(isSynchronised: false);
        Assert.False(Assert.Single(begun.OfType<HubOutput.ClockBelieved>()).IsTrusted);
        Assert.StartsWith("The clock shows 1970-01-01 00:00:20Z, which is before", Assert.Single(begun.OfType<HubOutput.Notified>()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Pass(TimeSpan.FromDays(2)), output => output is HubOutput.Decided or HubOutput.Alive);

        var set = hub.Set(TestHub.Noon.AddHours(6).AddMinutes(20), isSynchronised: true);
        Assert.True(Assert.Single(set.OfType<HubOutput.ClockBelieved>()).IsTrusted);
        Assert.Equal(["evening"], Started(set));
        Assert.Equal(
            ["quarters", "quarters", "quarters"],
            Started(hub.Pass(TimeSpan.FromMinutes(40))));
        Assert.Equal(1, Started(hub.Pass(TimeSpan.FromHours(23.5))).Count(id => id == "evening"));
    }

    [Fact]
    public void Step_ClockIn1970_WhatDevicesSayIsDecidedAndWaitsLastAsLongAsTheyShould()
    {
        var hub = ClockedHub.Restarted(stored => stored, Dawn1970, ("a", WaitsAfterMotion));
        hub.Read(isSynchronised: false);
        hub.Pass(TimeSpan.FromSeconds(30));
        hub.Inner.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));

        hub.Pass(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(hub.Set(TestHub.Noon.AddDays(4), isSynchronised: true), output => output is HubOutput.Request);
        Assert.DoesNotContain(hub.Pass(TimeSpan.FromSeconds(179)), output => output is HubOutput.Request);
        Assert.Contains(hub.Pass(TimeSpan.FromSeconds(1)), output => output is HubOutput.Request);

        var state = hub.Inner.Snapshot.Devices.Single(device => device.Device.Name == "m1").States.Single(state => state.Value == TestHub.On);
        Assert.Equal(TestHub.Noon.AddDays(4).AddMinutes(-2), state.ChangedAt);
    }

    [Fact]
    public void Restore_ClockIn1970_WaitsGoOnAsIfTheHubHadNotBeenAway()
    {
        var before = Home();
        before.PutAutomation("a", WaitsAfterMotion);
        before.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));
        before.After(TimeSpan.FromMinutes(2));
        var hub = ClockedHub.Restarted(_ => Stored(before) with { LastAlive = before.Now }, Dawn1970);
        hub.Read(isSynchronised: false);

        Assert.DoesNotContain(hub.Pass(TimeSpan.FromSeconds(100)), output => output is HubOutput.Request);
        hub.Set(before.Now.AddHours(3), isSynchronised: true);
        Assert.DoesNotContain(hub.Pass(TimeSpan.FromSeconds(79)), output => output is HubOutput.Request);
        Assert.Contains(hub.Pass(TimeSpan.FromSeconds(1)), output => output is HubOutput.Request);
    }

    [Fact]
    public void Step_ClockBeginsWhereItWasSwitchedOff_TimesWaitAMinuteAndAreThenMadeUpFor()
    {
        // Three hours off, and the machine's file says that no time passed.
        var hub = ClockedHub.Restarted(stored => stored, TestHub.Noon.AddHours(6).AddMinutes(-1), ("evening", Evening));
        hub.Read(isSynchronised: false);

        Assert.Empty(Started(hub.Pass(TimeSpan.FromSeconds(30))));
        Assert.Equal(["evening"], Started(hub.Set(TestHub.Noon.AddHours(6).AddMinutes(25), isSynchronised: true)));
        Assert.Empty(Started(hub.Pass(TimeSpan.FromHours(3))));

        var alone = ClockedHub.Restarted(stored => stored, TestHub.Noon.AddHours(6).AddSeconds(-90), ("evening", Evening));
        alone.Read(isSynchronised: false);
        alone.Pass(TimeSpan.FromSeconds(65));
        Assert.True(Assert.Single(alone.Read(isSynchronised: false).OfType<HubOutput.ClockBelieved>()).IsTrusted);
        Assert.Equal(["evening"], Started(alone.Pass(TimeSpan.FromMinutes(1))));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(""", "onMissed": "run-once" """, 1)]
    [InlineData(""", "onMissed": "run-if-within: 2h" """, 1)]
    [InlineData(""", "onMissed": "skip" """, 0)]
    public void Step_ClockSetForwardOverATime_IsMissedAndMadeUpForByItsPolicy(string policy, int runs)
    {
        var hub = Trusted(TestHub.Noon.AddHours(5.5), ("evening", $$"""{ "triggers": [ { "time": "18:00"{{policy}} } ], "actions": [ { "log": "x" } ] }"""));

        var outputs = hub.Set(TestHub.Noon.AddHours(7.5));

        Assert.Equal(runs, Started(outputs).Count);
        Assert.Empty(Started(hub.Pass(TimeSpan.FromHours(12))));
    }

    [Fact]
    public void Step_ClockSetForwardByLessThanAMinute_WhatIsDueComesLate()
    {
        var hub = Trusted(TestHub.Noon.AddHours(6).AddSeconds(-10), ("evening", Evening.Replace("\"18:00\"", "\"18:00\", \"onMissed\": \"skip\"", StringComparison.Ordinal)));

        Assert.Equal(["evening"], Started(hub.Set(TestHub.Noon.AddHours(6).AddSeconds(20))));
    }

    [Fact]
    public void Step_ClockSetBack_NoTimeOfTheDayComesTwice()
    {
        var hub = Trusted(TestHub.Noon.AddHours(5.9), ("evening", Evening));
        Assert.Equal(["evening"], Started(hub.Pass(TimeSpan.FromMinutes(10))));

        hub.Set(TestHub.Noon.AddHours(4));

        Assert.Empty(Started(hub.Pass(TimeSpan.FromHours(20))));
        Assert.Equal(["evening"], Started(hub.Pass(TimeSpan.FromHours(10))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Step_ClockSetWhileACommandIsOnItsWay_ItHasAsLongAsItHad(int hours)
    {
        var hub = Trusted(TestHub.Noon);
        var answer = hub.Inner.Set("l1", hub.Inner.Snapshot.Devices.Single(device => device.Device.Name == "l1").Device.Contract, "light.on", TestHub.On);
        Assert.True(answer.Accepted, answer.Message);
        var command = hub.Inner.LastCommand;
        hub.Pass(TimeSpan.FromSeconds(2));

        Assert.DoesNotContain(hub.Set(TestHub.Noon.AddHours(hours)), output => output is HubOutput.CommandEnded);
        var left = command.Deadline - command.SentAt - TimeSpan.FromSeconds(2);
        Assert.DoesNotContain(hub.Pass(left - TimeSpan.FromMilliseconds(1)), output => output is HubOutput.CommandEnded);
        Assert.Equal(CommandOutcome.TimedOut, Assert.Single(hub.Pass(TimeSpan.FromMilliseconds(1)).OfType<HubOutput.CommandEnded>()).End.Outcome);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public void Step_ClockSet_NobodyIsCalledSilentForItNorLater(int days)
    {
        var hub = Trusted(TestHub.Noon);
        var silent = FirstSilence(hub);
        var other = Trusted(TestHub.Noon);
        other.Pass(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(other.Set(TestHub.Noon.AddDays(days)), output => output is HubOutput.AvailabilityChanged);

        Assert.Equal(silent - TimeSpan.FromMinutes(1), FirstSilence(other));
    }

    [Fact]
    public void Step_ClockKnownToBeWrong_NoConditionHoldsThatAsksForTheTime()
    {
        const string AtNight = """
            { "triggers": [ { "property": "m1/motion-sensor.motion-state", "becomes": true } ], "conditions": [ { "after": "22:00", "before": "06:00" } ], "actions": [ { "log": "x" } ] }
            """;
        var hub = ClockedHub.Restarted(stored => stored, Dawn1970, ("night", AtNight), ("asks", AtNight.Replace("""{ "after": "22:00", "before": "06:00" }""", "\"time() < 06:00\"", StringComparison.Ordinal)));
        hub.Read(isSynchronised: false);
        hub.Pass(TimeSpan.FromSeconds(30));

        var decided = hub.Inner.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On)).OfType<HubOutput.Decided>().ToList();

        Assert.All(decided, output => Assert.Equal(DecisionKind.Refused, output.Decision.Kind));
        Assert.Equal(2, decided.Count);
        Assert.All(decided, output => Assert.Contains("the clock is wrong", output.Decision.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void ConfirmClock_Untrusted_EndsTheWait()
    {
        var hub = ClockedHub.Restarted(stored => stored, TestHub.Noon.AddDays(-3), ("quarters", Quarters));
        Assert.Equal("clock.not-read", hub.Inner.Ask(new HubInput.ConfirmClock("lin")).ErrorCode);
        hub.Read(isSynchronised: null);
        Assert.Empty(Started(hub.Pass(TimeSpan.FromHours(1))));

        Assert.True(hub.Inner.Ask(new HubInput.ConfirmClock("lin")).Accepted);

        Assert.Equal(4, Started(hub.Pass(TimeSpan.FromHours(1))).Count);
    }

    [Fact]
    public void Step_Untrusted_NothingIsStoredAsSeen()
    {
        var hub = ClockedHub.Restarted(stored => stored, Dawn1970, ("a", WaitsAfterMotion));
        hub.Read(isSynchronised: false);
        hub.Inner.Report("m1", TestHub.Contract("motion-sensor"), ("motion-sensor.motion-state", TestHub.On));

        Assert.DoesNotContain(hub.Pass(TimeSpan.FromMinutes(4)), output => output is HubOutput.Alive);
        Assert.False(hub.Inner.Snapshot.IsClockTrusted);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Step_ThreeMonthsOfPowerCutsAndClocksWithoutABattery_EachDayHasItsRun(int seed)
    {
        var random = new Random(seed);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(new[] { "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe" }[seed % 4]);
        var truth = new DateTimeOffset(2026, 2, 20, 9, 0, 0, TimeSpan.Zero);
        var home = new TestHub(Options(zone)) { Now = truth };
        home.Step(new HubInput.ClockRead(new ClockReading(truth, TimeSpan.FromHours(1), true)));
        var time = new[] { "02:30", "00:00", "23:59:59", "07:15" }[random.Next(4)];
        Assert.True(home.PutAutomation("daily", $$"""{ "triggers": [ { "time": "{{time}}", "onMissed": "run-once" } ], "actions": [ { "log": "x" } ] }""").Accepted);
        var hub = new ClockedHub(home) { Truth = truth, Zone = zone };
        var end = truth.AddDays(90);
        while (hub.Truth < end)
        {
            hub.Pass(TimeSpan.FromMinutes(random.Next(1, 60 * 30)));
            switch (random.Next(4))
            {
                case 0:
                    hub = hub.PowerCut(TimeSpan.FromMinutes(random.Next(1, 60 * 20)), Dawn1970);
                    hub.Pass(TimeSpan.FromMinutes(random.Next(0, 90)));
                    hub.Set(hub.Truth, isSynchronised: true);
                    break;
                case 1:
                    // The clock of the last shutdown, and a network that comes back soon.
                    hub = hub.PowerCut(TimeSpan.FromMinutes(random.Next(1, 60 * 20)), hub.Truth.AddSeconds(1));
                    hub.Pass(TimeSpan.FromSeconds(random.Next(0, 30)));
                    hub.Set(hub.Truth, isSynchronised: true);
                    break;
            }
        }

        Assert.Equal(hub.Owed(truth, TimeOnly.Parse(time, CultureInfo.InvariantCulture)), hub.Runs.Count);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    internal static HubLoopOptions Options(TimeZoneInfo? zone = null) => new()
    {
        AdoptsAnnounced = true,
        TimeZone = zone ?? TimeZoneInfo.Utc,
        Clock = new ClockTrustLimits { BuiltAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    internal static List<string> Started(IEnumerable<HubOutput> outputs) =>
        [.. outputs.OfType<HubOutput.Decided>().Where(output => output.Decision.Kind == DecisionKind.Started).Select(output => output.Decision.Automation)];

    internal static StoredHome Stored(TestHub hub)
    {
        var snapshot = hub.Snapshot;
        return StoredHome.Empty with
        {
            Devices = [.. snapshot.Devices.Select(view => new StoredDevice(
                view.Device.Name, view.Device.Label, view.Device.Room, view.Device.Did, view.Device.Contract.Type.Text, null, null, view.Device.AdoptedAt))],
            Automations = [.. snapshot.Automations.Select(entry => new StoredDocument(entry.Id, entry.Text, entry.Version, entry.Enabled, entry.SavedBy, entry.SavedAt))],
            Memories = snapshot.Memories,
            LastAlive = hub.Log.OfType<HubOutput.Alive>().LastOrDefault()?.At,
            NextCauseId = snapshot.NextCauseId,
        };
    }

    private static TestHub Home()
    {
        var hub = new TestHub();
        hub.Join("m1", "motion-sensor");
        hub.Join("l1", "light");
        return hub;
    }

    private static ClockedHub Trusted(DateTimeOffset now, params (string Id, string Json)[] automations)
    {
        var home = new TestHub(Options()) { Now = now };
        var hub = new ClockedHub(home) { Truth = now };
        hub.Read(isSynchronised: true);
        home.Join("m1", "motion-sensor");
        home.Join("l1", "light");
        foreach (var (id, json) in automations)
        {
            Assert.True(home.PutAutomation(id, json).Accepted);
        }

        return hub;
    }

    private static TimeSpan FirstSilence(ClockedHub hub)
    {
        var begun = hub.Truth;
        for (var left = 100_000; left > 0; left--)
        {
            if (hub.Pass(TimeSpan.FromSeconds(10)).Any(output => output is HubOutput.AvailabilityChanged { Liveness.Availability: DeviceAvailability.Silent }))
            {
                return hub.Truth - begun;
            }
        }

        throw new InvalidOperationException("Nobody fell silent.");
    }
}
