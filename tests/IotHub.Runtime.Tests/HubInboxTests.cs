namespace IotHub.Runtime.Tests;

public sealed class HubInboxTests
{
    [Fact]
    public async Task TryTake_AllLanesFilled_TakesTheMostUrgentFirstAndEachLaneInOrder()
    {
        using var inbox = new HubInbox();
        foreach (var lane in new[] { InboxLane.Telemetry, InboxLane.Comfort, InboxLane.Person, InboxLane.Safety })
        {
            await inbox.PostAsync(Named($"{lane} 1"), lane, CancellationToken.None);
            Assert.True(inbox.TryPost(Named($"{lane} 2"), lane));
        }

        Assert.Equal(["Safety 1", "Safety 2", "Person 1", "Person 2", "Comfort 1", "Comfort 2", "Telemetry 1", "Telemetry 2"], TakeAll(inbox));
    }

    [Fact]
    public async Task RunAsync_CommandOfAPersonInAFloodOfTelemetry_IsDoneNext()
    {
        await using var hub = new RunningHub(capacity: 1_000);
        for (var i = 1; i <= 1_000; i++)
        {
            Assert.True(hub.Inbox.TryPost(hub.Measures(i), InboxLane.Telemetry));
        }

        var asked = hub.Inbox.AskAsync(hub.SetLamp(true), InboxLane.Person, CancellationToken.None);
        hub.Start(isStopped: true);
        await hub.StopAsync();

        Assert.True((await asked).Accepted);
        var outputs = hub.TakeOutputs().Where(output => output is HubOutput.Request or HubOutput.Changed).ToList();
        Assert.IsType<HubOutput.Request>(outputs[0]);
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), outputs.OfType<HubOutput.Changed>().Select(changed => changed.Change.After.AsInteger));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task PostAsync_LaneFull_WaitsForRoomAndLosesNothing(int capacity)
    {
        using var inbox = new HubInbox(capacity);
        for (var i = 1; i <= capacity; i++)
        {
            var inTime = inbox.PostAsync(Named($"{i}"), InboxLane.Telemetry, CancellationToken.None);
            Assert.True(inTime.IsCompleted);
            await inTime;
        }

        Assert.False(inbox.TryPost(Named("too many"), InboxLane.Telemetry));
        var waiting = inbox.PostAsync(Named("last"), InboxLane.Telemetry, CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);

        // The other lanes have room all the same.
        Assert.True(inbox.TryPost(Named("urgent"), InboxLane.Safety));
        Assert.Equal("urgent", Take(inbox));
        Assert.False(waiting.IsCompleted);
        Assert.Equal("1", Take(inbox));
        await waiting;
        Assert.Equal([.. Enumerable.Range(2, capacity - 1).Select(i => $"{i}"), "last"], TakeAll(inbox));
    }

    [Fact]
    public async Task PostAsync_CancelledWhileItWaits_PostsNothing()
    {
        using var inbox = new HubInbox(1);
        using var cancel = new CancellationTokenSource();
        inbox.TryPost(Named("1"), InboxLane.Person);
        var waiting = inbox.PostAsync(Named("2"), InboxLane.Person, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(["1"], TakeAll(inbox));
    }

    private static HubInput.RemoveScene Named(string name) => new(name);

    private static string Take(HubInbox inbox) => inbox.TryTake(out var item) ? ((HubInput.RemoveScene)item.Input).Id : "nothing";

    private static List<string> TakeAll(HubInbox inbox)
    {
        var all = new List<string>();
        while (inbox.TryTake(out var item))
        {
            all.Add(((HubInput.RemoveScene)item.Input).Id);
        }

        return all;
    }
}
