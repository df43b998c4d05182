using System.Text.Json.Nodes;
using Xunit;

namespace IotHub.Testing;

/// <summary>The definitions of a JSON Schema and what refers to them.</summary>
public static class SchemaReferences
{
    /// <summary>Fails where a reference has no definition, or a definition is referred to by nothing.</summary>
    public static void AssertAllDefined(string schema)
    {
        var root = JsonNode.Parse(schema)!.AsObject();
        var defined = root["$defs"]!.AsObject().Select(definition => "#/$defs/" + definition.Key).ToHashSet(StringComparer.Ordinal);

        var referred = In(root).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(referred);
        Assert.True(referred.SetEquals(defined), string.Join(", ", referred.Except(defined).Concat(defined.Except(referred))));
    }

    private static IEnumerable<string> In(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : In(member.Value)),
        JsonArray list => list.SelectMany(In),
        _ => [],
    };
}
