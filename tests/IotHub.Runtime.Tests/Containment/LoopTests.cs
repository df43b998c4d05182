using IotHub.Automation.Traces;
using IotHub.Contracts.Values;

namespace IotHub.Runtime.Tests.Containment;

/// <summary>
/// Rules that set each other going without end. Each loop is stopped within two seconds, named in the log and told to people; meanwhile a rule that
/// has nothing to do with it and a person are answered at once, which <see cref="ContainedHome.Run"/> asserts.
/// </summary>
public sealed class LoopTests
{
    private const string Never = "\"triggers\": [ { \"webhook\": \"never-asked-for\" } ]";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    private static readonly Loop[] All =
    [
        new("two rules over two lamps", Touch, ("a", Sets("l1", "l2", "not trigger.value")), ("b", Sets("l2", "l1", "trigger.value"))),
        new("three rules over three lamps", Touch, ("a", Sets("l1", "l2", "trigger.value")), ("b", Sets("l2", "l3", "trigger.value")), ("c", Sets("l3", "l1", "not trigger.value"))),
        new("a rule sets what it watches", Touch, ("a", Sets("l1", "l1", "not trigger.value"))),
        new("a rule toggles what it watches", Touch, ("a", On("""{ "property": "l1/light.on", "changes": true }""", """{ "toggle": "l1/light.on" }"""))),
        new("two rules fight over a lamp", Touch,
            ("a", On("""{ "property": "l1/light.on", "becomes": true }""", """{ "set": { "l1/light.on": false } }""")),
            ("b", On("""{ "property": "l1/light.on", "becomes": false }""", """{ "set": { "l1/light.on": true } }"""))),
        new("a hold of a millisecond", Touch, ("a", On("""{ "property": "l1/light.on", "changes": true, "for": "1ms" }""", """{ "toggle": "l1/light.on" }"""))),
        new("a wait of a millisecond", Touch, ("a", On("""{ "property": "l1/light.on", "changes": true }""", """{ "wait": "1ms" }, { "toggle": "l1/light.on" }"""))),
        new("two expressions that the other's rule makes true", Touch,
            ("a", On("""{ "expression": "l1/light.on" }""", """{ "set": { "l1/light.on": false } }""")), ("b", On("""{ "expression": "not l1/light.on" }""", """{ "set": { "l1/light.on": true } }"""))),
        new("a rule runs itself", Runs, ("a", $$"""{ {{Never}}, "actions": [ { "run": "a" } ] }""")),
        new("a rule runs itself sixty-four times in parallel", Runs, ("a", $$"""{ {{Never}}, "mode": "parallel", "max": 20, "actions": [ { "repeat": { "count": 64, "actions": [ { "run": "a" } ] } } ] }""")),
        new("two rules run each other", Runs, ("b", $$"""{ {{Never}}, "actions": [ { "log": "b" } ] }"""), ("a", $$"""{ {{Never}}, "actions": [ { "run": "b" } ] }"""), ("b", $$"""{ {{Never}}, "actions": [ { "run": "a" } ] }""")),
        new("two rules go on when the other is done", Runs,
            ("a", On("""{ "automation": "b", "run": "finished" }""", """{ "log": "a" }""")), ("b", On("""{ "automation": "a", "run": "finished" }""", """{ "log": "b" }"""))),
        new("two rules go on a millisecond after the other is done", Runs,
            ("a", On("""{ "automation": "b", "run": "finished" }""", """{ "wait": "1ms" }""")), ("b", On("""{ "automation": "a", "run": "finished" }""", """{ "wait": "1ms" }"""))),
        new("a scene runs itself", Runs, ("a", On("""{ "scene": "s" }""", """{ "scene": "s" }"""))),
        new("a message that its own rule publishes", Says("in"), ("a", On("""{ "mqtt": "in" }""", """{ "publish": { "topic": "in", "payload": "{{ trigger.payload }}" } }"""))) { Echo = topic => topic },
        new("a message that somebody outside echoes", Says("in"), ("a", On("""{ "mqtt": "in" }""", """{ "publish": { "topic": "out", "payload": "{{ trigger.payload }}" } }"""))) { Echo = Outside },
        new("two rules and somebody outside who echoes", Says("in"),
            ("a", On("""{ "mqtt": "in" }""", """{ "publish": { "topic": "between", "payload": "x" } }""")),
            ("b", On("""{ "mqtt": "between" }""", """{ "publish": { "topic": "out", "payload": "x" } }"""))) { Echo = topic => topic == "between" ? topic : Outside(topic) },
        new("each message makes ten", Says("in"), ("a", On("""{ "mqtt": "in" }""", """{ "repeat": { "count": 10, "actions": [ { "publish": { "topic": "out", "payload": "x" } } ] } }"""))) { Echo = Outside },
        new("a device that takes another value each time", home => home.Reports("l1", "light.brightness", PropertyValue.FromInteger(10)),
            ("a", On("""{ "property": "l1/light.brightness", "changes": true }""", """{ "set": { "l1/light.brightness": 50 } }"""))) { Takes = Another },
        new("a device that is toggled and says so as if by hand", Touch, ("a", On("""{ "property": "l1/light.on", "changes": true }""", """{ "call": "l1/light.toggle" }"""))) { IsTogglingByHand = true },
        new("rounds without a wait", Runs, ("a", Rounds("""{ "variables": { "x": 1 } }"""))),
        new("rounds that write into the log", Runs, ("a", Rounds("""{ "log": "x" }"""))),
        new("a rule switches itself on whenever it is switched off", Runs,
            ("x", $$"""{ {{Never}}, "actions": [ { "log": "x" } ] }"""),
            ("a", On("""{ "expression": "state('x') != 'disabled'" }""", """{ "disable": "x" }""")),
            ("b", On("""{ "expression": "state('x') = 'disabled'" }""", """{ "enable": "x" }""")),
            ("a", """{ "triggers": [ { "expression": "state('x') != 'disabled'" } ], "actions": [ { "disable": "x" } ], "description": "again" }""")),
    ];

    private static Func<string, string?> Outside => topic => topic == "out" ? "in" : null;

    public static TheoryData<string> Names => [.. All.Select(loop => loop.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Loop_IsStoppedWithinTwoSecondsNamedAndTold(string name)
    {
        var loop = All.Single(one => one.Name == name);
        var home = loop.Home();
        var begun = home.Now;

        loop.Begin(home);
        home.Run(TimeSpan.FromSeconds(10));

        var ids = loop.Rules.Select(rule => rule.Id).Distinct().ToList();
        var last = ids.SelectMany(id => home.Of(id, DecisionKind.Started, DecisionKind.Restarted, DecisionKind.Queued)).Max(decision => decision.At);
        Assert.True(last - begun <= Bound, $"It was still going round after {last - begun}.");
        var stops = ids.SelectMany(id => home.Of(id, DecisionKind.Stopped, DecisionKind.SwitchedOff, DecisionKind.Failed)).ToList();
        Assert.Contains(stops, stop => stop.Text.Contains("chain", StringComparison.Ordinal) || stop.Text.StartsWith("Switched off: it ran", StringComparison.Ordinal)
            || stop.Text.Contains("without a wait", StringComparison.Ordinal));
        var notice = home.Notices.First(told => ids.Contains(told.Automation));
        Assert.Contains($"\"{notice.Automation}\" was", notice.Message.Replace("failed at", "was", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(notice.At - begun <= Bound, $"It was told after {notice.At - begun}.");
        Assert.True(home.Notices.Count <= ids.Count * 2, $"{home.Notices.Count} notices.");
        Assert.True(home.OutputsMax < 50_000, $"{home.OutputsMax} outputs of one step.");
        Assert.Empty(home.Of("bystander", DecisionKind.Stopped, DecisionKind.SwitchedOff, DecisionKind.Failed, DecisionKind.ActionFailed));
    }

    [Fact]
    public void Run_RuleThatWasSwitchedOff_StaysOffAfterARestartUntilSomebodySwitchesItOn()
    {
        var loop = All.Single(one => one.Name == "a message that somebody outside echoes");
        var home = loop.Home();
        loop.Begin(home);
        home.Run(TimeSpan.FromSeconds(3));
        var off = Assert.Single(home.Of("a", DecisionKind.SwitchedOff));
        Assert.Equal("Switched off: it ran more than 120 times in a row, faster than 10 times a second; the last time since a message arrived on in: x.", off.Text);

        var again = home.Restarted();
        loop.Begin(again);
        again.Run(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(again.Decisions, decision => decision.Automation == "a");

        Assert.True(again.Ask(new HubInput.EnableAutomation("a", true)).Accepted);
        again.Arrives("in", "x");
        Assert.Single(again.Of("a", DecisionKind.Started));
    }

    [Fact]
    public void Run_EchoOfThreeASecond_IsSwitchedOffWithinTheHour()
    {
        var home = new ContainedHome { EchoLatency = TimeSpan.FromMilliseconds(333), EchoTopic = Outside };
        home.Put("a", On("""{ "mqtt": "in" }""", """{ "publish": { "topic": "out", "payload": "x" } }"""));
        home.Arrives("in", "x");

        home.Run(TimeSpan.FromMinutes(61), others: TimeSpan.FromSeconds(2));

        Assert.StartsWith("Switched off: it ran faster than 2 times a second for long; ", Assert.Single(home.Of("a", DecisionKind.SwitchedOff)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RuleThatRunsOnceASecondForADay_StaysOn()
    {
        var hub = new TestHub();
        hub.PutAutomation("a", On("""{ "mqtt": "in" }""", """{ "publish": { "topic": "out", "payload": "x" } }"""));

        for (var second = 0; second < 24 * 60 * 60; second++)
        {
            hub.Now = TestHub.Noon.AddSeconds(second);
            hub.Loop.Step(new HubInput.MessageArrived("in", "x"), hub.Now);
        }

        Assert.Equal(DocumentStatus.Active, Assert.Single(hub.Snapshot.Automations).Status);
    }

    [Fact]
    public void Run_SliderDraggedForHalfAMinute_RuleStaysOn()
    {
        var home = new ContainedHome();
        home.Put("a", On("""{ "property": "l1/light.brightness", "changes": true }""", """{ "set": { "l2/light.brightness": { "=": "trigger.value" } } }"""));

        for (var report = 0; report < 300; report++)
        {
            home.Reports("l1", "light.brightness", PropertyValue.FromInteger(1 + (report % 100)));
            home.Run(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(300, home.Of("a", DecisionKind.Started).Count);
    }

    [Fact]
    public void Step_RuleWithoutAWaitInTheSameInput_OthersOfItRunAllTheSame()
    {
        var home = new ContainedHome();
        home.Put("a", On("""{ "mqtt": "in" }""", """{ "repeat": { "count": 1000, "actions": [ { "repeat": { "count": 1000, "actions": [ { "variables": { "x": 1 } } ] } } ] } }"""));
        home.Put("b", On("""{ "mqtt": "in" }""", """{ "log": "b" }"""));

        home.Arrives("in", "x");

        Assert.Single(home.Of("a", DecisionKind.Failed));
        Assert.Single(home.Of("b", DecisionKind.Finished));
    }

    [Fact]
    public void Put_AgainAndAgain_DoesNotRefillTheBucket()
    {
        var home = new ContainedHome();
        for (var i = 0; i < 121; i++)
        {
            home.Put("a", On("""{ "mqtt": "in" }""", $$"""{ "log": "{{i}}" }"""));
            home.Arrives("in", "x");
        }

        Assert.Single(home.Of("a", DecisionKind.SwitchedOff));
    }

    [Fact]
    public void Run_SameChainCutAgain_IsToldOnceAnHour()
    {
        var loop = All.Single(one => one.Name == "two rules over two lamps");
        var home = loop.Home();
        for (var i = 0; i < 10; i++)
        {
            loop.Begin(home);
            home.Run(TimeSpan.FromSeconds(5));
        }

        Assert.Single(home.Notices);
        home.Run(TimeSpan.FromHours(1), others: TimeSpan.FromSeconds(2));
        loop.Begin(home);
        home.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(2, home.Notices.Count);
        Assert.Equal("The automation \"a\" was not run, since automations set each other going: the chain a → b → a → b → a → b → a → b → a is longer than 8.", home.Notices[0].Message);
    }

    private static string On(string trigger, string actions) => $$"""{ "triggers": [ {{trigger}} ], "actions": [ {{actions}} ] }""";

    private static string Sets(string watched, string lamp, string value) =>
        On($$"""{ "property": "{{watched}}/light.on", "changes": true }""", $$"""{ "set": { "{{lamp}}/light.on": { "=": "{{value}}" } } }""");

    private static string Rounds(string action) => $$"""{ {{Never}}, "actions": [ { "repeat": { "count": 1000, "actions": [ { "repeat": { "count": 1000, "actions": [ {{action}} ] } } ] } } ] }""";

    private static void Touch(ContainedHome home) => home.Reports("l1", "light.on", PropertyValue.FromBoolean(home.Touches++ % 2 == 0));

    private static void Runs(ContainedHome home) => home.Ask(new HubInput.RunAutomation("a", false, "lin"));

    private static Action<ContainedHome> Says(string topic) => home => home.Arrives(topic, "x");

    private static PropertyValue Another(ContainedHome home, PropertyReading wanted) => PropertyValue.FromInteger(1 + (home.Touches++ % 100));

    private sealed record Loop(string Name, Action<ContainedHome> Begin, params (string Id, string Text)[] Rules)
    {
        public Func<string, string?> Echo { get; init; } = _ => null;

        public Func<ContainedHome, PropertyReading, PropertyValue> Takes { get; init; } = (_, wanted) => wanted.Value;

        public bool IsTogglingByHand { get; init; }

        public ContainedHome Home()
        {
            var home = new ContainedHome { EchoTopic = Echo, Takes = Takes, IsTogglingByHand = IsTogglingByHand };
            home.PutScene("s", """{ "name": "S", "set": { "l3/light.brightness": 20 } }""");
            foreach (var (id, text) in Rules)
            {
                home.Put(id, text);
            }

            return home;
        }
    }
}
