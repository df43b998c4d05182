using IotHub.Gpio.Wiring;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Wiring;

/// <summary>The schema that ships with the documentation is the one that the reader's forms make.</summary>
public sealed class WiringSchemaTests
{
    [Fact]
    public void Export_Schema_IsTheApprovedOne() => ApprovedText.AssertSame(WiringSchema.Export(), "docs", "operating", "wiring.schema.json");

    [Fact]
    public void Export_References_AllHaveADefinition()
    {
        var schema = WiringSchema.Export();

        SchemaReferences.AssertAllDefined(schema);
        Assert.Contains("\"#/$defs/lineOutput\"", schema, StringComparison.Ordinal);
    }
}
