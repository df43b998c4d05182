using System.Buffers;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Schedules;
using IotHub.Automation.Traces;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.State;

namespace IotHub.Automation.Tests;

public sealed class EngineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private const string MotionOn = """{ "triggers": [ { "property": "motion/motion-sensor.motion-state", "becomes": true } ], "actions": [ { "set": { "light/light.on": true } } ] }""";

    [Fact]
    public void OnStateChange_PropertyThatNoRuleWatches_AllocatesNothing()
    {
        var home = Home(("a", MotionOn));
        home.TryGetDevice("light", out var light);
        light!.Contract.TryGetProperty("light.brightness", out var brightness);
        var cause = new Cause(1, 1, 1, 0, CauseOrigin.Device, "light");
        var change = new StateChange(light, brightness!, PropertyValue.FromInteger(1), PropertyValue.FromInteger(2), Start, ValueOrigin.Reported, cause, Start);
        var effects = new List<EngineEffect>();
        home.Engine.OnStateChange(change, effects);

        var before = GC.GetAllocatedBytesForCurrentThread();
        home.Engine.OnStateChange(change, effects);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);
        Assert.Empty(effects);
    }

    [Theory]
    [InlineData(ValueOrigin.Reported, 1)]
    [InlineData(ValueOrigin.Restored, 0)]
    [InlineData(ValueOrigin.Assumed, 0)]
    public void OnStateChange_FirstValue_CountsOnlyWhenReported(ValueOrigin origin, int runs)
    {
        var home = Home(("a", MotionOn));

        home.Report("motion", "motion-sensor.motion-state", true, origin);

        Assert.Equal(runs, Decisions(home).Count(decision => decision.Kind == DecisionKind.Started));
    }

    [Fact]
    public void OnStateChange_RestoredValueThatDoesNotMatch_EndsHold()
    {
        var home = Home(("a", """{ "triggers": [ { "property": "motion/motion-sensor.motion-state", "becomes": true, "for": "1m" } ], "actions": [ { "wait": "1s" } ] }"""));
        home.Report("motion", "motion-sensor.motion-state", true);
        Assert.Equal(Start.AddMinutes(1), home.Engine.NextDue);

        home.Report("motion", "motion-sensor.motion-state", false, ValueOrigin.Restored);

        Assert.Null(home.Engine.NextDue);
        Assert.Equal(0, home.Engine.PendingTimers);
    }

    [Fact]
    public void Put_BeyondTheLimit_IsNotTaken()
    {
        var home = new MemoryHome(Start).With("motion", "motion-sensor").With("light", "light");
        var engine = new AutomationEngine(new AutomationEngineOptions { Place = new HomePlace { Zone = TimeZoneInfo.Utc }, AutomationsMax = 1 }, new CauseSequence(1), home);
        var plan = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(MotionOn), "a", home).Plan!;

        Assert.True(engine.Put(plan, Start, []));
        Assert.False(engine.Put(plan with { Id = "b" }, Start, []));
        Assert.True(engine.Put(plan with { Name = "changed" }, Start, []));
    }

    [Fact]
    public void Put_Disabled_ReactsToNothing()
    {
        var home = Home(("a", MotionOn.Replace("{ \"triggers\"", "{ \"enabled\": false, \"triggers\"", StringComparison.Ordinal)));

        home.Report("motion", "motion-sensor.motion-state", true);

        Assert.Empty(home.Effects);
    }

    [Fact]
    public void OnTime_DailyTimeMissedForDays_FiresOnce()
    {
        var home = Home(("a", """{ "triggers": [ { "time": "07:00" } ], "actions": [ { "wait": "1s" } ] }"""));

        home.TickLate(Start.AddDays(4));

        var started = Assert.Single(Decisions(home), decision => decision.Kind == DecisionKind.Started);
        Assert.Equal("Runs: it is 07:00 (was due at 2026-01-06T07:00:00Z).", started.Text);
        Assert.Equal(Start.AddDays(4), started.At);
    }

    [Fact]
    public void OnStateChange_Fires_CausesAreChained()
    {
        var home = Home(("a", MotionOn));

        home.Report("motion", "motion-sensor.motion-state", true);

        var started = Assert.Single(Decisions(home), decision => decision.Kind == DecisionKind.Started);
        Assert.Equal(new Cause(2, 1, 1, 1, CauseOrigin.Automation, "a"), started.Cause);
        Assert.Equal(started.Cause, Assert.Single(home.Effects.Select(step => step.Effect).OfType<EngineEffect.SetProperties>()).Cause);
    }

    [Fact]
    public void WriteLine_Decision_IsExactlyThis()
    {
        var output = new ArrayBufferWriter<byte>();

        DecisionJson.WriteLine(output, new Decision(Start.AddTicks(1234567), "a", 3, DecisionKind.SkippedWhileRunning, "1", "x → \"y\"", new Cause(7, 6, 5, 1, CauseOrigin.Device, "motion")));

        Assert.Equal(
            """{"at":"2026-01-05T12:00:00.1234567Z","automation":"a","run":3,"kind":"skipped-while-running","trigger":"1","text":"x → \"y\"","cause":{"id":7,"parent":6,"root":5,"hops":1,"origin":"device","by":"motion"}}""" + "\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    internal static IEnumerable<Decision> Decisions(MemoryHome home) => home.Effects.Select(step => step.Effect).OfType<EngineEffect.Decided>().Select(decided => decided.Decision);

    internal static MemoryHome Home(params (string Id, string Text)[] automations)
    {
        var home = new MemoryHome(Start).With("motion", "motion-sensor").With("light", "light");
        foreach (var (id, text) in automations)
        {
            var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), id, home);
            Assert.Empty(result.Diagnostics);
            home.Carry(effects => home.Engine.Put(result.Plan!, home.Now, effects));
        }

        return home;
    }
}
