using IotHub.Uplink.Mqtt;

namespace IotHub.Uplink.Tests.Mqtt;

public sealed class TopicTemplateTests
{
    private static readonly OutboxEvent Event = new(1, "id/1", "urn:mihub:x", "com.mihub.device.used.v1", default);

    [Theory]
    [InlineData("mihub/{tenant}/{hub}/events", "mihub/t/h/events")]
    [InlineData("{type}", "com.mihub.device.used.v1")]
    [InlineData("a/{source}/{id}", "a/urn:mihub:x/id_1")]
    [InlineData("plain", "plain")]
    public void Fill_EachField_IsOneLevel(string template, string topic) => Assert.Equal(topic, Parse(template).Fill(Event, "h", "t"));

    [Fact]
    public void Fill_WildcardsAndControlCharacters_AreNoPartOfATopic() =>
        Assert.Equal("a/x_y_z__", Parse("a/{type}").Fill(Event with { Type = "x+y#z/\u0000" }, "h", "t"));

    [Theory]
    [InlineData("", "expected a topic")]
    [InlineData("a/#", "expected a topic")]
    [InlineData("a/+/b", "expected a topic")]
    [InlineData("$SYS/{hub}", "expected a topic")]
    [InlineData("a/{hub", "character 3 is not closed")]
    [InlineData("a/hub}", "expected a topic")]
    [InlineData("a/{hubs}", "{hubs} is not known; expected one of {source}, {type}, {id}, {hub}, {tenant}.")]
    public void Parse_Fault_IsSaid(string template, string says)
    {
        Assert.Null(TopicTemplate.Parse(template, out var fault));
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    private static TopicTemplate Parse(string template) => TopicTemplate.Parse(template, out _)!;
}
