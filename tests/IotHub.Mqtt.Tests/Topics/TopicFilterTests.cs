using System.Text;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Tests.Topics;

public class TopicFilterTests
{
    [Theory]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/x", "$SYS/x", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("+/+", "/", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    public void Matches_ExamplesOfTheSpecification_AgreeWithIt(string filter, string topic, bool matches) =>
        Assert.Equal(matches, TopicFilter.Matches(filter, topic));

    [Theory]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a+", false)]
    [InlineData("+a/b", false)]
    [InlineData("", false)]
    [InlineData("$share/g/a/+", true)]
    [InlineData("$share//a", false)]
    [InlineData("$share/g", false)]
    [InlineData("$share/g+/a", false)]
    public void IsValid_WildcardsInTheirPlaces_Decide(string filter, bool valid) =>
        Assert.Equal(valid, TopicFilter.IsValid(Encoding.UTF8.GetBytes(filter)));
}
