using IotHub.Insights.Feedback;
using IotHub.Testing;

namespace IotHub.Insights.Tests.Feedback;

public sealed class ReleaseSchemaTests
{
    [Fact]
    public void Export_Schema_IsTheApprovedOne() => ApprovedText.AssertSame(ReleaseSchema.Export(), "docs", "insights", "releases.schema.json");

    [Fact]
    public void Export_References_AllHaveADefinition() => SchemaReferences.AssertAllDefined(ReleaseSchema.Export());
}
