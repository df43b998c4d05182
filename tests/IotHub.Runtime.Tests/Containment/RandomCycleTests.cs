using System.Globalization;
using IotHub.Automation.Traces;
using IotHub.Contracts.Values;
using IotHub.Testing;

namespace IotHub.Runtime.Tests.Containment;

/// <summary>
/// Rules made by chance that set each other going in every way there is. However they are woven: no rule runs more often than its rate, no step
/// grows without bound, and bystander and person are answered at once, which <see cref="ContainedHome.Run"/> asserts. <c>IOTHUB_SEED</c> varies it,
/// <c>IOTHUB_FULL=1</c> takes twenty-five times as many.
/// </summary>
public sealed class RandomCycleTests
{
    private static readonly string[] Modes = ["single", "restart", "queued", "parallel"];

    public static TheoryData<int> Seeds
    {
        get
        {
            var first = int.TryParse(Environment.GetEnvironmentVariable(SeededRandom.SeedVariable), CultureInfo.InvariantCulture, out var seed) ? seed : 1;
            return [.. Enumerable.Range(first, Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 1_000 : 40)];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Run_RandomCycles_NoneRunsAwayAndNobodyIsHeldUp(int seed)
    {
        var random = new Random(seed);
        var rules = random.Next(2, 9);
        var goesTo = Enumerable.Range(0, 4).Select(_ => random.Next(-1, 4)).ToArray();
        var strays = random.Next(2) == 0;
        var home = new ContainedHome
        {
            Latency = TimeSpan.FromMilliseconds(random.Next(0, 40)),
            EchoLatency = TimeSpan.FromMilliseconds(random.Next(0, 10)),
            EchoTopic = topic => goesTo[topic[1] - '0'] is >= 0 and var to ? $"t{to}" : null,
            Takes = (one, wanted) => strays && wanted.Property.Key == "light.brightness" ? PropertyValue.FromInteger(1 + (one.Touches++ % 100)) : wanted.Value,
            IsTogglingByHand = strays,
        };
        home.PutScene("s0", """{ "name": "S", "set": { "l3/light.brightness": 20 } }""");
        for (var rule = 0; rule < rules; rule++)
        {
            home.Put($"r{rule}", "{ \"triggers\": [ { \"webhook\": \"not-called\" } ], \"actions\": [ { \"log\": \"\" } ] }");
        }

        for (var rule = 0; rule < rules; rule++)
        {
            home.Put($"r{rule}", Rule(random, rules));
        }

        home.Reports("l1", "light.on", PropertyValue.FromBoolean(true));
        home.Reports("l2", "light.brightness", PropertyValue.FromInteger(77));
        home.Arrives($"t{random.Next(4)}", "x");
        home.Ask(new HubInput.RunScene("s0", "lin"));
        home.Ask(new HubInput.RunAutomation($"r{random.Next(rules)}", false, "lin"));
        home.Run(TimeSpan.FromSeconds(6));

        for (var rule = 0; rule < rules; rule++)
        {
            var begun = home.Of($"r{rule}", DecisionKind.Started, DecisionKind.Restarted).Select(decision => decision.At).ToList();
            for (var i = 140; i < begun.Count; i++)
            {
                Assert.True(begun[i] - begun[i - 140] > TimeSpan.FromSeconds(1.9), $"r{rule} ran 140 times in {begun[i] - begun[i - 140]}.");
            }
        }

        Assert.True(home.OutputsMax < 100_000, $"{home.OutputsMax} outputs of one step.");
    }

    private static string Rule(Random random, int rules)
    {
        var trigger = random.Next(6) switch
        {
            0 => $$"""{ "property": "l{{1 + random.Next(3)}}/light.on", "changes": true{{For(random)}} }""",
            1 => $$"""{ "property": "l{{1 + random.Next(3)}}/light.brightness", "changes": true{{For(random)}} }""",
            2 => $$"""{ "mqtt": "t{{random.Next(4)}}" }""",
            3 => $$"""{ "automation": "r{{random.Next(rules)}}", "run": "{{(random.Next(2) == 0 ? "finished" : "started")}}" }""",
            4 => """{ "scene": "s0" }""",
            _ => $$"""{ "expression": "{{(random.Next(2) == 0 ? "not " : string.Empty)}}l{{1 + random.Next(3)}}/light.on" }""",
        };
        var actions = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Action(random, rules, 2));
        return $$"""{ "mode": "{{Modes[random.Next(4)]}}", "triggers": [ {{trigger}} ], "actions": [ {{string.Join(", ", actions)}} ] }""";
    }

    private static string Action(Random random, int rules, int depth) => random.Next(depth > 0 ? 10 : 8) switch
    {
        0 or 1 => $$"""{ "toggle": "l{{1 + random.Next(3)}}/light.on" }""",
        2 => $$"""{ "set": { "l{{1 + random.Next(3)}}/light.brightness": {{1 + random.Next(100)}} } }""",
        3 => $$"""{ "publish": { "topic": "t{{random.Next(4)}}", "payload": "x" } }""",
        4 => $$"""{ "run": "r{{random.Next(rules)}}" }""",
        5 => """{ "scene": "s0" }""",
        6 => $$"""{ "wait": "{{random.Next(1, 20)}}ms" }""",
        7 => $$"""{ "call": "l{{1 + random.Next(3)}}/light.toggle" }""",
        8 => $$"""{ "repeat": { "count": {{random.Next(2, 50)}}, "actions": [ {{Action(random, rules, depth - 1)}} ] } }""",
        _ => $$"""{ "parallel": [ [ {{Action(random, rules, depth - 1)}} ], [ {{Action(random, rules, depth - 1)}} ] ] }""",
    };

    private static string For(Random random) => random.Next(2) == 0 ? ", \"for\": \"1ms\"" : string.Empty;
}
