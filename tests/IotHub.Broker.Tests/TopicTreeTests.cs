using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Retained;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Topics;

namespace IotHub.Broker.Tests;

/// <summary>The trees against the rule in its plainest form.</summary>
public class TopicTreeTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(30);

    private static readonly Gen<string> Topic =
        Levels(Gen.Elements("a", "b", "", "$x", "$")).Where(topic => topic.Length > 0);

    private static readonly Gen<string> Filter =
        Levels(Gen.Elements("a", "b", "", "$x", "$", "+", "+")).SelectMany(levels => Gen.Elements("", "/#").Select(end => levels + end))
            .Where(filter => filter.Length > 0).SelectMany(filter => Gen.Frequency((9, Gen.Constant(filter)), (1, Gen.Constant("#"))));

    [Fact]
    public void Match_AddsAndRemoves_AgreesWithThePlainRule() =>
        Prop.ForAll(Gen.ListOf(Filter.Zip(Gen.Choose(0, 2))).ToArbitrary(), Gen.ListOf(Topic, 10).ToArbitrary(), (steps, topics) =>
        {
            var tree = new TopicTree<string>();
            var present = new List<string>();
            foreach (var (filter, step) in steps)
            {
                if (step == 0)
                {
                    // One that is there, so that most removes remove something.
                    var gone = present.Count > 0 ? present[filter.Length % present.Count] : filter;
                    Assert.Equal(present.Remove(gone), tree.Remove(Encoding.UTF8.GetBytes(gone), gone));
                }
                else
                {
                    tree.Add(Encoding.UTF8.GetBytes(filter), filter);
                    present.Add(filter);
                }
            }

            Assert.Equal(present.Count, tree.Count);
            foreach (var topic in topics)
            {
                var matches = new List<string>();
                tree.Match(Encoding.UTF8.GetBytes(topic), matches);
                Assert.Equal(present.Where(filter => Plain(filter, topic)).Order(StringComparer.Ordinal), matches.Order(StringComparer.Ordinal));
            }
        }).Check(Many);

    [Fact]
    public void Matches_RandomFilterAndTopic_AgreesWithThePlainRule() =>
        Prop.ForAll(Filter.ToArbitrary(), Topic.ToArbitrary(), (filter, topic) => Plain(filter, topic) == TopicFilter.Matches(filter, topic))
            .Check(Many.WithMaxTest(5_000));

    [Fact]
    public void Retained_SetsAndClears_AgreesWithThePlainRule() =>
        Prop.ForAll(Gen.ListOf(Topic.Zip(Gen.Choose(0, 3))).ToArbitrary(), Gen.ListOf(Filter, 10).ToArbitrary(), (steps, filters) =>
        {
            var store = new RetainedStore(new BrokerLimits());
            var present = new Dictionary<string, byte>(StringComparer.Ordinal);
            byte value = 0;
            foreach (var (topic, step) in steps)
            {
                value++;
                var name = step == 0 && present.Count > 0 ? present.Keys.ElementAt(topic.Length % present.Count) : topic;
                byte[] payload = step == 0 ? [] : [value];
                Assert.True(Set(store, name, payload));
                if (step == 0)
                {
                    present.Remove(name);
                }
                else
                {
                    present[name] = value;
                }
            }

            Assert.Equal(present.Count, store.Size.Count);
            foreach (var filter in filters)
            {
                var got = new List<string>();
                store.ForEachMatch(Encoding.UTF8.GetBytes(filter), 0, message => got.Add($"{Encoding.UTF8.GetString(message.Topic)}={message.Payload.Span[0]}"));
                Assert.Equal(
                    present.Where(pair => Plain(filter, pair.Key)).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal),
                    got.Order(StringComparer.Ordinal));
            }

            foreach (var topic in present.Keys)
            {
                Assert.True(Set(store, topic, []));
            }

            Assert.Equal((0, 0L), store.Size);
        }).Check(Many);

    /// <summary>What does not match is not visited: among 100,000 filters a topic finds its own, and taking all out leaves nothing.</summary>
    [Fact]
    public void Match_AmongAHundredThousandFilters_FindsExactlyItsOwn()
    {
        var tree = new TopicTree<string>();
        var filters = Enumerable.Range(0, 100_000).Select(i => (i % 4) switch
        {
            0 => $"devices/{i}/properties",
            1 => $"devices/{i}/+",
            2 => $"devices/{i}/#",
            _ => $"+/{i}/events",
        }).ToList();
        filters.ForEach(filter => tree.Add(Encoding.UTF8.GetBytes(filter), filter));
        Assert.Equal(100_000, tree.Count);
        Assert.Equal(["devices/50000/properties"], Found("devices/50000/properties"));
        Assert.Equal(["devices/50001/+"], Found("devices/50001/anything"));
        Assert.Equal(["devices/50002/#"], Found("devices/50002"));
        Assert.Equal(["+/50003/events"], Found("rooms/50003/events"));
        Assert.Empty(Found("rooms/50000/properties"));
        Assert.All(filters, filter => Assert.True(tree.Remove(Encoding.UTF8.GetBytes(filter), filter)));
        Assert.Equal(0, tree.Count);
        Assert.Empty(Found("devices/50000/properties"));

        List<string> Found(string topic)
        {
            var found = new List<string>();
            tree.Match(Encoding.UTF8.GetBytes(topic), found);
            return found;
        }
    }

    private static bool Set(RetainedStore store, string topic, byte[] payload)
    {
        var message = new OutgoingMessage(new BrokerClock(TimeProvider.System), new MessagePool())
        {
            Topic = Encoding.UTF8.GetBytes(topic),
            Payload = payload,
            Retain = true,
        };
        var hasRoom = store.Set(in message);
        message.Release();
        return hasRoom;
    }

    private static Gen<string> Levels(Gen<string> level) =>
        Gen.Choose(1, 8).SelectMany(count => Gen.ListOf(level, count)).Select(levels => string.Join('/', levels));

    /// <summary>Section 4.7, word by word.</summary>
    private static bool Plain(string filter, string topic) =>
        !(topic[0] == '$' && (filter[0] is '+' or '#')) && Plain(filter.Split('/'), topic.Split('/'));

    private static bool Plain(ReadOnlySpan<string> filter, ReadOnlySpan<string> topic)
    {
        if (filter.IsEmpty)
        {
            return topic.IsEmpty;
        }

        if (filter[0] == "#")
        {
            return true;
        }

        return !topic.IsEmpty && (filter[0] == "+" || filter[0] == topic[0]) && Plain(filter[1..], topic[1..]);
    }
}
