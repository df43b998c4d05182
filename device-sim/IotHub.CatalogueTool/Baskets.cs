using System.Collections.Immutable;
using IotHub.Insights.Recommendations.Training;

namespace IotHub.CatalogueTool;

/// <summary>Reads baskets: a line each, items with commas between.</summary>
internal static class Baskets
{
    public static OwnershipRows Read(string path)
    {
        var lines = File.ReadLines(path).Select(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length > 0).ToList();
        var items = lines.SelectMany(line => line).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        var numbers = items.Select((item, number) => (item, number)).ToDictionary(pair => pair.item, pair => pair.number, StringComparer.Ordinal);
        return new OwnershipRows(items, lines.Select(line => line.Select(item => numbers[item])));
    }
}
