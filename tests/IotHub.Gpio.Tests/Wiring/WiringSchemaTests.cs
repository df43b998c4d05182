using System.Text.Json;
using IotHub.Gpio.Wiring;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Wiring;

/// <summary>The schema that ships with the documentation is the one that the reader's forms make. UPDATE_APPROVED=1 writes it anew.</summary>
public sealed class WiringSchemaTests
{
    private static readonly string File = RepositoryRoot.Path("docs", "operating", "wiring.schema.json");

    [Fact]
    public void Export_Schema_IsTheShippedOne()
    {
        var schema = WiringSchema.Export();
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            System.IO.File.WriteAllText(File, schema);
        }

        Assert.Equal(System.IO.File.ReadAllText(File), schema);
    }

    [Fact]
    public void Export_References_AreAllDefined()
    {
        using var schema = JsonDocument.Parse(WiringSchema.Export());
        var defined = schema.RootElement.GetProperty("$defs").EnumerateObject().Select(definition => $"#/$defs/{definition.Name}").ToHashSet();
        var referred = References(schema.RootElement).ToHashSet();

        Assert.Equal(defined, referred);
        Assert.Contains("#/$defs/lineOutput", referred);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
