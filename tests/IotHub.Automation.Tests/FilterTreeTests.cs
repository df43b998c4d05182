using IotHub.Automation.Engine.Watching;
using IotHub.Contracts.Topics;

namespace IotHub.Automation.Tests;

public sealed class FilterTreeTests
{
    private static readonly string[] Levels = ["a", "b", "", "$x", "+"];

    [Fact]
    public void Find_RandomFiltersAddedAndRemoved_AreThoseThatMatch()
    {
        var random = new Random(17);
        var tree = new FilterTree();
        var all = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 5_000; i++)
        {
            var filter = Filter(random);
            if (random.Next(3) > 0)
            {
                tree.Add(filter);
                all.Add(filter);
            }
            else
            {
                tree.Remove(filter);
                all.Remove(filter);
            }

            var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Levels[random.Next(4)]));
            Assert.Equal(all.Where(one => MessageTopics.Matches(one, topic)), tree.Find(topic));
        }
    }

    private static string Filter(Random random)
    {
        var levels = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Levels[random.Next(Levels.Length)]).ToList();
        if (random.Next(4) == 0)
        {
            levels.Add("#");
        }

        return random.Next(20) == 0 ? "#" : string.Join('/', levels);
    }
}
