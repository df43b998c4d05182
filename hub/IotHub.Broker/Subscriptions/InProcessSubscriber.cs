using IotHub.Broker.Delivery;

namespace IotHub.Broker.Subscriptions;

/// <summary>A subscriber inside the process. Retained messages reach it before any other.</summary>
internal sealed class InProcessSubscriber(Func<ReceivedPublish, CancellationToken, ValueTask> handler)
{
    private volatile bool _removed;

    /// <summary>Completes when the retained messages were handled.</summary>
    public Task Retained { get; set; } = Task.CompletedTask;

    public void Remove() => _removed = true;

    public ValueTask HandleRetainedAsync(ReceivedPublish message, CancellationToken cancellationToken) =>
        _removed ? ValueTask.CompletedTask : handler(message, cancellationToken);

    public ValueTask HandleAsync(ReceivedPublish message, CancellationToken cancellationToken) =>
        Retained.IsCompleted ? HandleRetainedAsync(message, cancellationToken) : AfterRetainedAsync(message, cancellationToken);

    private async ValueTask AfterRetainedAsync(ReceivedPublish message, CancellationToken cancellationToken)
    {
        await Retained.WaitAsync(cancellationToken);
        await HandleRetainedAsync(message, cancellationToken);
    }
}
