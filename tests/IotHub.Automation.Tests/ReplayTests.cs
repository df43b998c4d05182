using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IotHub.Automation.Traces;

namespace IotHub.Automation.Tests;

public sealed class ReplayTests
{
    private static readonly string[] Modes = ["single", "restart"];
    private static readonly string[] Durations = ["1s", "7s", "30s", "2m"];

    /// <summary>Each seed makes a set of rules and a run of inputs; twice the same must give the same bytes.</summary>
    [Fact]
    public void Engine_RandomRulesAndInputs_GiveIdenticalDecisionLinesTwice()
    {
        var seen = 0;
        Prop.ForAll<int>(seed =>
        {
            var first = Run(seed);
            seen += first.Length;
            return first.AsSpan().SequenceEqual(Run(seed));
        }).QuickCheckThrowOnFailure();

        Assert.NotEqual(0, seen);
    }

    private static byte[] Run(int seed)
    {
        var random = new Random(seed);
        var home = EngineTests.Home([.. Enumerable.Range(0, random.Next(1, 8)).Select(number => ($"rule-{number}", Rule(random)))]);
        for (var input = 0; input < 40; input++)
        {
            home.AdvanceTo(home.Now.AddMilliseconds(random.Next(0, 60_000)));
            if (random.Next(3) == 0)
            {
                home.Report("light", "light.brightness", random.Next(1, 101));
            }
            else
            {
                home.Report("motion", "motion-sensor.motion-state", random.Next(2) == 0);
            }
        }

        var output = new ArrayBufferWriter<byte>();
        foreach (var decision in EngineTests.Decisions(home))
        {
            DecisionJson.WriteLine(output, decision);
        }

        return output.WrittenSpan.ToArray();
    }

    private static string Rule(Random random)
    {
        var text = new StringBuilder();
        var hold = random.Next(2) == 0 ? $", \"for\": \"{Durations[random.Next(Durations.Length)]}\"" : string.Empty;
        var trigger = random.Next(4) switch
        {
            0 => $$"""{ "property": "light/light.brightness", "above": {{random.Next(1, 100)}}{{hold}} }""",
            1 => $$"""{ "property": "motion/motion-sensor.motion-state", "changes": true{{hold}} }""",
            2 => $$"""{ "time": "12:{{random.Next(10, 40)}}" }""",
            _ => $$"""{ "property": "light/light.on", "becomes": {{(random.Next(2) == 0 ? "true" : "false")}}{{hold}} }""",
        };
        var condition = random.Next(3) switch
        {
            0 => """{ "property": "motion/motion-sensor.motion-state", "is": true }""",
            1 => $$"""{ "not": { "after": "12:{{random.Next(10, 30)}}" } }""",
            _ => """{ "any": [ { "property": "light/light.on", "is": false, "for": "5s" }, { "property": "light/light.brightness", "below": 50 } ] }""",
        };
        text.Append($$"""{ "mode": "{{Modes[random.Next(2)]}}", "triggers": [ {{trigger}}, { "property": "motion/motion-sensor.motion-state", "becomes": true } ], "conditions": [ {{condition}} ], "actions": [ """);
        text.Append($$"""{ "set": { "light/light.on": {{(random.Next(2) == 0 ? "true" : "false")}} } }, { "wait": "{{Durations[random.Next(Durations.Length)]}}" }, { "set": { "light/light.brightness": {{random.Next(1, 101)}} } } ] }""");
        return text.ToString();
    }
}
