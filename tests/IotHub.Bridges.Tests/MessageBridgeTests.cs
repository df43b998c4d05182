using System.Text;
using IotHub.Bridges.Buses;
using IotHub.Bridges.Messages;
using IotHub.Devices;
using IotHub.Runtime;

namespace IotHub.Bridges.Tests;

public sealed class MessageBridgeTests
{
    [Fact]
    public async Task RunAsync_FilterThatTheBusDoesNotTake_IsToldAndTheOthersGoOn()
    {
        using var inbox = new HubInbox();
        var bus = new PickyBus();
        var bridge = new MessageBridge(bus, inbox);
        var refused = new List<string>();
        bridge.FilterRefused += (filter, _) => refused.Add(filter);
        bridge.Offer([new HubOutput.MessageFilters(["a", "bad", "c/+"])]);
        bridge.Offer([new HubOutput.MessageWanted("out", "x", false, 0, "rule", Cause.Root(1, CauseOrigin.Hub, "test"))]);
        using var stop = new CancellationTokenSource();

        var run = bridge.RunAsync(stop.Token);
        await bus.Published.Task;
        await stop.CancelAsync();
        await run;

        Assert.Equal(["bad"], refused);
        Assert.Equal(["a", "c/+"], bus.Handlers.Keys);
    }

    [Fact]
    public async Task RunAsync_FiltersComeWhileTheQueueIsFull_AreSubscribedAllTheSame()
    {
        using var inbox = new HubInbox();
        var bus = new PickyBus();
        var bridge = new MessageBridge(bus, inbox);
        var message = new HubOutput.MessageWanted("out", "x", false, 0, "rule", Cause.Root(1, CauseOrigin.Hub, "test"));
        while (bridge.Dropped == 0)
        {
            bridge.Offer([message]);
        }

        bridge.Offer([new HubOutput.MessageFilters(["old"])]);
        bridge.Offer([new HubOutput.MessageFilters(["a", "c/+"])]);
        using var stop = new CancellationTokenSource();
        var run = bridge.RunAsync(stop.Token);
        await bus.Published.Task;
        await stop.CancelAsync();
        await run;

        Assert.Equal(["a", "c/+"], bus.Handlers.Keys);
        Assert.Equal(1, bridge.Dropped);
    }

    [Fact]
    public void BringerOf_SeveralFiltersMatch_IsOne()
    {
        var wanted = new WantedFilters(["#", "a/+", "a/b"]);

        Assert.Equal(("a/b", "#", "#"), (wanted.BringerOf("a/b"), wanted.BringerOf("a/c"), wanted.BringerOf("z")));
        Assert.Null(WantedFilters.None.BringerOf("a"));
    }

    private sealed class PickyBus : IMessageBus
    {
        public SortedDictionary<string, Func<BusMessage, CancellationToken, ValueTask>> Handlers { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<string> Published { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => PublishAsync(topic, payload, 1, false, cancellationToken);

        public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken)
        {
            Published.TrySetResult(Encoding.UTF8.GetString(payload.Span));
            return ValueTask.CompletedTask;
        }

        public ValueTask ClearRetainedAsync(string topic, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask SubscribeAsync(string filter, Func<BusMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
        {
            if (filter == "bad")
            {
                throw new InvalidOperationException("No more.");
            }

            Handlers[filter] = handler;
            return ValueTask.CompletedTask;
        }
    }
}
