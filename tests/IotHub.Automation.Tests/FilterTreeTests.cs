using System.Globalization;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Traces;
using IotHub.Contracts.Topics;
using IotHub.Devices;

namespace IotHub.Automation.Tests;

public sealed class FilterTreeTests
{
    private static readonly string[] Levels = ["a", "b", "c", "+"];

    [Fact]
    public void OnMessage_RandomFiltersPutAndRemoved_RunsThoseThatMatch()
    {
        var random = new Random(17);
        var home = EngineTests.Home();
        var filters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 300; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"rule-{random.Next(40):D2}");
            if (random.Next(3) > 0)
            {
                var filter = Filter(random);
                var text = $$"""{ "triggers": [ { "mqtt": "{{filter}}" } ], "actions": [ { "log": "x" } ] }""";
                var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), id, home);
                home.Carry(effects => home.Engine.Put(result.Plan!, home.Now, effects));
                filters[id] = filter;
            }
            else
            {
                home.Carry(effects => home.Engine.Remove(id, home.Now, effects));
                filters.Remove(id);
            }

            var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Levels[random.Next(3)]));
            var effects = new List<EngineEffect>();

            // Seldom enough that none runs too often.
            var at = home.Now.AddMinutes(i);
            home.Engine.OnMessage(topic, "x", Cause.Root(1, CauseOrigin.Hub, "mqtt"), at, effects);

            var begun = effects.OfType<EngineEffect.Decided>().Where(decided => decided.Decision.Kind == DecisionKind.Started).Select(decided => decided.Decision.Automation);
            Assert.Equal(filters.Where(pair => MessageTopics.Matches(pair.Value, topic)).Select(pair => pair.Key), begun.Order(StringComparer.Ordinal));
        }
    }

    private static string Filter(Random random)
    {
        var levels = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Levels[random.Next(Levels.Length)]).ToList();
        if (random.Next(4) == 0)
        {
            levels.Add("#");
        }

        return random.Next(20) == 0 ? "#" : string.Join('/', levels);
    }
}
