using System.Collections.Immutable;
using IotHub.Insights.Recommendations.Training;

namespace IotHub.CatalogueTool.Sample;

/// <summary>
/// Homes that nobody lives in: each category is owned with the frequency of the table, more so in homes of a leaning, and some homes own all that a scene needs.
/// What is learned from them shows that the way from training to the hub works, and nothing about people.
/// </summary>
internal static class SyntheticHomes
{
    // A leaning owns these three times as likely.
    private static readonly string[][] Leanings =
    [
        ["ceiling-light", "light-strip", "colour-bulb", "wall-switch", "curtain", "blind", "knob", "light-sensor"],
        ["lock", "doorbell", "camera", "contact-sensor", "motion-sensor", "smoke-sensor", "gas-sensor", "leak-sensor"],
        ["air-purifier", "air-monitor", "humidifier", "dehumidifier", "climate-sensor", "air-conditioner", "fan"],
        ["kettle", "cooker", "coffee-machine", "toothbrush", "body-scale", "blood-pressure", "airer"],
        ["vacuum", "robot-mower", "pet-feeder", "camera", "outlet", "power-strip", "button"],
        ["television", "speaker", "router", "light-strip", "knob"],
    ];

    public static OwnershipRows Make(int homes, int seed)
    {
        var chance = new Random(seed);
        var categories = SampleCatalogue.Rows(SampleTable.Categories).Where(row => row[4] != "0").ToList();
        var items = categories.Select(row => row[0]).ToImmutableArray();
        var frequency = categories.Select(row => double.Parse(row[4], System.Globalization.CultureInfo.InvariantCulture) / 1_000).ToArray();
        var scenes = SampleCatalogue.Rows(SampleTable.Scenes).Select(row => row[3].Split(' ').Select(need => items.IndexOf(need)).ToArray()).ToArray();
        return new OwnershipRows(items, Enumerable.Range(0, homes).Select(_ => Home(chance, items, frequency, scenes)));
    }

    private static HashSet<int> Home(Random chance, ImmutableArray<string> items, double[] frequency, int[][] scenes)
    {
        var leaning = Leanings[chance.Next(Leanings.Length)];

        // Most homes have little, some have much.
        var size = 0.15 + (0.85 * Math.Pow(chance.NextDouble(), 2));
        var owned = new HashSet<int>();
        for (var item = 0; item < items.Length; item++)
        {
            if (chance.NextDouble() < frequency[item] * size * (leaning.Contains(items[item]) ? 3 : 1))
            {
                owned.Add(item);
            }
        }

        // Who has most of a scene often has the rest.
        foreach (var scene in scenes.Where(scene => scene.Count(owned.Contains) == scene.Length - 1))
        {
            if (chance.NextDouble() < 0.25)
            {
                owned.UnionWith(scene);
            }
        }

        return owned;
    }
}
