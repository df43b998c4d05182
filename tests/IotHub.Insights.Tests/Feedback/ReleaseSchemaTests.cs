using System.Text.Json.Nodes;
using IotHub.Insights.Feedback;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Feedback;

public sealed class ReleaseSchemaTests
{
    [Fact]
    public void Export_Schema_IsTheApprovedOne()
    {
        var file = RepositoryRoot.Path("docs", "insights", "releases.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(file, ReleaseSchema.Export());
        }

        Assert.Equal(File.ReadAllText(file), ReleaseSchema.Export());
    }

    [Fact]
    public void Export_References_AllHaveADefinition()
    {
        var schema = JsonNode.Parse(ReleaseSchema.Export())!.AsObject();
        var known = schema["$defs"]!.AsObject().Select(definition => "#/$defs/" + definition.Key).ToHashSet(StringComparer.Ordinal);

        var named = References(schema).ToHashSet(StringComparer.Ordinal);

        Assert.True(named.SetEquals(known), string.Join(", ", named.Except(known).Concat(known.Except(named))));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
