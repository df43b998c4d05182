using System.Text;
using System.Threading.Channels;
using IotHub.Bridges.Buses;

namespace IotHub.Bridges.Tests.Native;

/// <summary>A bus in memory: keeps what is published, hands on what a test says, and can be held up.</summary>
internal sealed class MemoryBus : IMessageBus
{
    private readonly Dictionary<string, Func<BusMessage, CancellationToken, ValueTask>> _handlers = [];
    private readonly Channel<(string Topic, string Payload)> _published = Channel.CreateBounded<(string, string)>(10_000);
    private readonly TaskCompletionSource _isOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> Filters => _handlers.Keys;

    public void Open() => _isOpen.TrySetResult();

    public async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(payload.Span);
        await _isOpen.Task.WaitAsync(cancellationToken);
        await _published.Writer.WriteAsync((topic, text), cancellationToken);
    }

    public async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, int qos, bool retain, CancellationToken cancellationToken) =>
        await _published.Writer.WriteAsync(($"{topic} qos {qos}{(retain ? " retained" : string.Empty)}", Encoding.UTF8.GetString(payload.Span)), cancellationToken);

    public ValueTask ClearRetainedAsync(string topic, CancellationToken cancellationToken) => _published.Writer.WriteAsync((topic, "cleared"), cancellationToken);

    public ValueTask SubscribeAsync(string filter, Func<BusMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        _handlers.Add(filter, handler);
        return ValueTask.CompletedTask;
    }

    /// <summary>A device publishes; completes when it would be acknowledged.</summary>
    public ValueTask DeliverAsync(string filter, string topic, string payload, bool isRetained = false, CancellationToken cancellationToken = default) =>
        _handlers[filter](new BusMessage(topic, Encoding.UTF8.GetBytes(payload), isRetained), cancellationToken);

    public ValueTask<(string Topic, string Payload)> NextAsync() => _published.Reader.ReadAsync();

    public List<(string Topic, string Payload)> TakePublished()
    {
        var taken = new List<(string, string)>();
        while (_published.Reader.TryRead(out var message))
        {
            taken.Add(message);
        }

        return taken;
    }
}
