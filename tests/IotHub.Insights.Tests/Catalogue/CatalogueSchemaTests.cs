using System.Text.Json.Nodes;
using IotHub.Insights.Catalogue;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Catalogue;

public sealed class CatalogueSchemaTests
{
    [Fact]
    public void Export_Schema_IsTheApprovedOne()
    {
        var file = RepositoryRoot.Path("docs", "insights", "product-catalogue.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(file, CatalogueSchema.Export());
        }

        Assert.Equal(File.ReadAllText(file), CatalogueSchema.Export());
    }

    [Fact]
    public void Export_References_AllHaveADefinition()
    {
        var schema = JsonNode.Parse(CatalogueSchema.Export())!.AsObject();
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
