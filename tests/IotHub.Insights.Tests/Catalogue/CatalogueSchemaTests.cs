using IotHub.Insights.Catalogue;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Catalogue;

public sealed class CatalogueSchemaTests
{
    [Fact]
    public void Export_Schema_IsTheApprovedOne() => ApprovedText.AssertSame(CatalogueSchema.Export(), "docs", "insights", "product-catalogue.schema.json");

    [Fact]
    public void Export_References_AllHaveADefinition() => SchemaReferences.AssertAllDefined(CatalogueSchema.Export());
}
