using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Tests;

public class TopicTreeTests
{
    [Fact]
    public void Match_RandomFiltersAndTopics_AgreesWithThePlainRule()
    {
        var level = Gen.Elements("a", "b", "", "$x", "+");
        var filters = Gen.ListOf(Gen.ListOf(level, 3).SelectMany(levels => Gen.Elements("", "/#").Select(end => string.Join('/', levels) + end)), 12);
        var topic = Gen.ListOf(Gen.Elements("a", "b", "", "$x"), 3).Select(levels => string.Join('/', levels) + "/c").Where(text => text.Length > 0);
        Prop.ForAll(filters.ToArbitrary(), topic.ToArbitrary(), (some, name) =>
        {
            var tree = new TopicTree<string>();
            foreach (var filter in some)
            {
                tree.Add(Encoding.UTF8.GetBytes(filter), filter);
            }

            var matches = new List<string>();
            tree.Match(Encoding.UTF8.GetBytes(name), matches);
            Assert.Equal(some.Where(filter => TopicFilter.Matches(filter, name)).Order(StringComparer.Ordinal), matches.Order(StringComparer.Ordinal));
            foreach (var filter in some)
            {
                Assert.True(tree.Remove(Encoding.UTF8.GetBytes(filter), filter));
            }

            Assert.Equal(0, tree.Count);
        }).QuickCheckThrowOnFailure();
    }
}
