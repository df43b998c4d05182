using System.Text.Json.Nodes;
using IotHub.Automation.Documents;
using IotHub.Automation.Tests.Sentences;

namespace IotHub.Automation.Tests.Documents;

public sealed class SchemaTests
{
    public static TheoryData<string> Schemas => [.. AutomationSchemas.Names];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Export_Schema_IsTheApprovedOne(string name)
    {
        var file = RepositoryFiles.Path("docs", "automations", name + ".schema.json");
        var exported = AutomationSchemas.Export(name);
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(file, exported);
        }

        Assert.Equal(File.ReadAllText(file), exported);
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Export_References_AllHaveADefinition(string name)
    {
        var schema = JsonNode.Parse(AutomationSchemas.Export(name))!.AsObject();
        var known = schema["$defs"]!.AsObject().Select(definition => "#/$defs/" + definition.Key).ToHashSet(StringComparer.Ordinal);

        var references = References(schema).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(references);
        Assert.True(references.SetEquals(known), string.Join(", ", references.Except(known).Concat(known.Except(references))));
    }

    [Fact]
    public void Export_MembersOfEveryForm_AreInTheSchema()
    {
        var definitions = AutomationSchemas.Names.SelectMany(name => JsonNode.Parse(AutomationSchemas.Export(name)) is JsonObject schema
            ? schema["$defs"]!.AsObject().Append(new KeyValuePair<string, JsonNode?>(name, schema)) : []).Where(definition => definition.Value!["properties"] is not null).ToList();

        Assert.All(AutomationSchemas.Members(), form =>
        {
            var exported = Assert.Contains(form.Key, definitions.DistinctBy(definition => definition.Key).ToDictionary());
            Assert.Equal(form.Value, exported!["properties"]!.AsObject().Select(member => member.Key));
        });
    }

    [Fact]
    public void Export_RandomAutomationsAndWishes_AreAsTheSchemaSays()
    {
        var validation = new SchemaValidation(JsonNode.Parse(AutomationSchemas.Export("automation"))!.AsObject());
        var documents = Enumerable.Range(0, 200).Select(seed => new RandomAutomation(seed).Next())
            .Concat(Directory.GetFiles(RepositoryFiles.Path("tests", "IotHub.Automation.Tests", "Wishes"), "*.json").Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject()));

        Assert.All(documents, document => Assert.Equal([], validation.Check(document)));
    }

    [Theory]
    [InlineData("""{ "triggers": [ { "time": "7:00" } ], "actions": [ { "wait": "1s" } ] }""")]
    [InlineData("""{ "triggers": [ { "time": "07:00", "cron": "0 7 * * *" } ], "actions": [ { "wait": "1s" } ] }""")]
    [InlineData("""{ "triggers": [ { "time": "07:00" } ], "actions": [ { "wait": "1 s" } ] }""")]
    [InlineData("""{ "triggers": [ { "time": "07:00" } ], "actions": [ { "repeat": { "count": 3 } } ] }""")]
    [InlineData("""{ "triggers": [ { "time": "07:00" } ], "actions": [ { "if": true, "then": [] } ] }""")]
    [InlineData("""{ "trigger": [], "actions": [ { "wait": "1s" } ] }""")]
    public void Export_WrongAutomation_IsNotAsTheSchemaSays(string text)
    {
        var validation = new SchemaValidation(JsonNode.Parse(AutomationSchemas.Export("automation"))!.AsObject());

        Assert.NotEmpty(validation.Check(JsonNode.Parse(text)));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
