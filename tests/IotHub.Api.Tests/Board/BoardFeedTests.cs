using IotHub.Api.Board;

namespace IotHub.Api.Tests.Board;

public sealed class BoardFeedTests
{
    private readonly SampleBoard _board = new();
    private readonly BoardFeed _feed = new();

    [Fact]
    public async Task Follow_NewsThatIsOlderThanWhatWasShown_IsLeftOut()
    {
        await using var events = Follow();
        Assert.Equal("lines", await NextAsync(events));
        var line = _board.Lines[2];

        _board.Tell(line with { Level = true, Change = 9 });
        _board.Tell(line with { Level = false, Change = 8 });
        _board.Tell(line with { Level = false, Change = 10 });

        Assert.Equal("line 9", await NextAsync(events));
        Assert.Equal("line 10", await NextAsync(events));
    }

    [Fact]
    public async Task Follow_OneWhoFellBehind_IsToldAllLinesAgain()
    {
        await using var events = Follow();
        Assert.Equal("lines", await NextAsync(events));
        for (var i = 0; i < 1_100; i++)
        {
            _board.Tell(_board.Lines[2] with { Change = 10 + i });
        }

        var told = new List<string>();
        do
        {
            told.Add(await NextAsync(events));
        }
        while (told[^1] != "lines");

        Assert.Equal(1_025, told.Count);
    }

    [Fact]
    public async Task Follow_BeyondTheBound_IsRefusedUntilOneLeaves()
    {
        Assert.All(Enumerable.Range(0, BoardFeed.FollowersMax), _ => Assert.True(_feed.TryAdmit()));
        Assert.False(_feed.TryAdmit());
        await using (var events = Enumerate())
        {
            await events.MoveNextAsync();
            Assert.Equal(1, _board.Followers);
        }

        Assert.Equal(0, _board.Followers);
        Assert.True(_feed.TryAdmit());
    }

    private IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> Follow()
    {
        Assert.True(_feed.TryAdmit());
        return Enumerate();
    }

    private IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> Enumerate() => _feed.FollowAsync(_board, line => line, CancellationToken.None, CancellationToken.None).GetAsyncEnumerator();

    /// <summary>The kind of the next event, with the number of a change.</summary>
    private static async Task<string> NextAsync(IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current.EventType == "lines" ? "lines" : $"line {System.Text.Json.JsonDocument.Parse(events.Current.Data).RootElement.GetProperty("change").GetInt64()}";
    }
}
