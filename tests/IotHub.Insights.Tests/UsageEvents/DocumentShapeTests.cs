using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Tests.UsageEvents;

public sealed class DocumentShapeTests
{
    private const string Hall = """
        { "name": "Anna's hall", "triggers": [ { "property": "hall-motion/motion-sensor.motion-state", "becomes": true } ],
          "actions": [ { "set": { "hall-lamp/light.on": true } }, { "if": "true", "then": [ { "wait": "5m" }, { "set": { "hall-lamp/light.on": false } } ] } ] }
        """;

    [Fact]
    public void OfAutomation_KindsOfTriggersAndActions_AreFoundAtAnyDepth()
    {
        var shape = DocumentShape.OfAutomation(Hall);

        Assert.Equal("property", Assert.Single(shape.Triggers));
        Assert.Equal("set wait if", string.Join(' ', shape.Actions));
        Assert.Matches("^[0-9a-f]{16}$", shape.Hash);
    }

    [Fact]
    public void OfAutomation_OtherNamesAndValues_HaveTheSameShape() =>
        Assert.Equal(
            DocumentShape.OfAutomation(Hall).Hash,
            DocumentShape.OfAutomation(Hall.Replace("hall", "cellar", StringComparison.Ordinal).Replace("Anna", "Ben", StringComparison.Ordinal).Replace("5m", "9m", StringComparison.Ordinal)).Hash);

    [Fact]
    public void OfAutomation_OneActionMore_HasAnotherShape() =>
        Assert.NotEqual(
            DocumentShape.OfAutomation(Hall).Hash,
            DocumentShape.OfAutomation(Hall.Replace("""{ "wait": "5m" }""", """{ "wait": "5m" }, { "log": "x" }""", StringComparison.Ordinal)).Hash);

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{ "triggers": 7, "actions": { "set": 1 } }""")]
    public void OfAutomation_NoDocument_IsTheEmptyShape(string text) => Assert.Empty(DocumentShape.OfAutomation(text).Triggers);
}
