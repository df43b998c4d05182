using System.Globalization;
using System.Text.Json.Nodes;

namespace IotHub.CatalogueTool.Sample;

/// <summary>Makes the sample catalogue of its table; the model comes later.</summary>
internal static class SampleCatalogue
{
    private static readonly string[] Europe = ["DE", "FR", "NL", "AT", "IT", "ES"];

    private static readonly string[] China = ["CN"];

    public static JsonObject Make(long version, string issued) => new()
    {
        ["$schema"] = "../../docs/insights/product-catalogue.schema.json",
        ["format"] = 1,
        ["version"] = version,
        ["issued"] = issued,
        ["sample"] = true,
        ["about"] = "SAMPLE: every partner, product, price and number in this catalogue is invented.",
        ["partners"] = new JsonArray([.. Rows(SampleTable.Partners).Select(row => new JsonObject { ["id"] = Id(row[1]), ["name"] = Name($"{row[1]} (sample)", $"{row[2]}（示例）") })]),
        ["categories"] = new JsonArray([.. Rows(SampleTable.Categories).Select(row => new JsonObject { ["id"] = row[0], ["name"] = Name(row[1], row[2]), ["devices"] = Words(row[3]) })]),
        ["shareRules"] = ShareRules(),
        ["products"] = new JsonArray([.. Rows(SampleTable.Categories).SelectMany(Products)]),
        ["consumables"] = new JsonArray([.. Rows(SampleTable.Consumables).Select(Consumable)]),
        ["scenes"] = new JsonArray([.. Rows(SampleTable.Scenes).Select(row => new JsonObject { ["id"] = row[0], ["name"] = Name(row[1], row[2]), ["needs"] = Words(row[3]) })]),
    };

    public static IEnumerable<string[]> Rows(string table) =>
        table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split('|'));

    private static IEnumerable<JsonObject> Products(string[] category)
    {
        var partners = Rows(SampleTable.Partners).ToDictionary(row => row[0], StringComparer.Ordinal);
        var variants = Rows(SampleTable.Variants).ToDictionary(row => row[0], StringComparer.Ordinal);
        foreach (var offer in category[6].Split(';').Select(text => text.Split(' ')))
        {
            var (partner, variant) = (partners[offer[0]], variants[offer[1]]);
            var isEurope = offer[5] == "e";
            var role = offer[6] switch { "e" => "entry", "p" => "profit", "c" => "consumable", _ => "service" };
            yield return new JsonObject
            {
                ["id"] = $"{Id(partner[1])}-{category[0]}-{Id(variant[1])}",
                ["name"] = Name($"{partner[1]} {variant[1]} {category[1]}", $"{partner[2]}{variant[2]}{category[2]}"),
                ["partner"] = Id(partner[1]),
                ["category"] = category[0],
                ["role"] = role,
                ["devices"] = Words(category[3]),
                ["price"] = new JsonObject { ["minor"] = long.Parse(offer[2], CultureInfo.InvariantCulture), ["currency"] = isEurope ? "EUR" : "CNY" },
                ["stock"] = int.Parse(offer[3], CultureInfo.InvariantCulture),
                ["regions"] = List(isEurope ? Europe : China),
                ["transports"] = List(offer[4].Where(letter => letter != '-').Select(letter => letter switch { 'w' => "wifi", 'z' => "zigbee", 'b' => "bluetooth", _ => "thread" })),
                ["requires"] = Words(category[5]),
                ["shareRule"] = $"{role}-{(isEurope ? "eur" : "cny")}",
                ["scenes"] = List(Rows(SampleTable.Scenes).Where(scene => scene[3].Split(' ').Contains(category[0])).Select(scene => scene[0])),
            };
        }
    }

    private static JsonObject Consumable(string[] row)
    {
        var made = new JsonObject
        {
            ["id"] = row[0],
            ["name"] = Name(row[1], row[2]),
            ["part"] = row[3],
            ["devices"] = Words(row[4]),
            ["leadDays"] = int.Parse(row[5], CultureInfo.InvariantCulture),
            ["typicalDays"] = int.Parse(row[6], CultureInfo.InvariantCulture),
        };
        if (row[7].Length > 0)
        {
            made["product"] = Products(Rows(SampleTable.Categories).First(category => category[0] == row[7])).First()["id"]!.DeepClone();

            // A name that is reserved for examples and leads nowhere (RFC 2606).
            made["link"] = $"https://shop.example/reorder/{row[0]}";
        }

        return made;
    }

    private static JsonArray ShareRules()
    {
        var rules = new JsonArray();
        foreach (var (role, points, capEur, capCny, rounding, days) in new[] { ("entry", 250, 0, 0, "down", 14), ("profit", 800, 2_500, 18_000, "half-even", 30), ("consumable", 1_250, 600, 4_000, "half-up", 30), ("service", 2_000, 0, 0, "half-even", 45) })
        {
            foreach (var (currency, cap) in new[] { ("EUR", capEur), ("CNY", capCny) })
            {
                var rule = new JsonObject { ["id"] = $"{role}-{currency.ToLowerInvariant()}", ["basisPoints"] = points, ["rounding"] = rounding, ["windowDays"] = days };
                if (cap > 0)
                {
                    rule["cap"] = new JsonObject { ["minor"] = cap, ["currency"] = currency };
                }

                rules.Add((JsonNode)rule);
            }
        }

        return rules;
    }

    private static JsonObject Name(string english, string chinese) => new() { ["en"] = english, ["zh"] = chinese };

    private static JsonArray Words(string text) => List(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static JsonArray List(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static string Id(string name) => name.ToLowerInvariant();
}
