using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading.Channels;
using IotHub.Bridges.Buses;
using IotHub.Contracts.Messages;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using IotHub.Runtime.Notices;

namespace IotHub.Bridges.Messages;

/// <summary>Between the bus and automations: messages on topics that are no device's, both ways.</summary>
/// <param name="bus">Where messages are.</param>
/// <param name="inbox">Where the core is.</param>
/// <param name="noticeTopic">The topic on which what people are told is published; null for none.</param>
public sealed class MessageBridge(IMessageBus bus, HubInbox inbox, string? noticeTopic = null) : IOutsidePort
{
    // Rules that publish more than this at once flood whoever listens; the newest is dropped and counted.
    private const int QueueCapacity = 4096;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly Channel<HubOutput> _outgoing = Channel.CreateBounded<HubOutput>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    // Subscriptions last as long as the process: what nobody listens to any more is passed over by the core.
    private readonly HashSet<string> _subscribed = new(StringComparer.Ordinal);
    // What automations listen to, where that was not carried out yet; a later list replaces an earlier one, so that it is never dropped.
    private HubOutput.MessageFilters? _asked;
    private volatile WantedFilters _wanted = WantedFilters.None;
    private long _dropped;
    private long _refused;

    /// <summary>How many messages of automations found the queue full and were not sent.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many messages were passed over since they were too large or no UTF-8 text.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The bus did not take a filter: no message on its topics comes to automations until it does.</summary>
    public event Action<string, Exception>? FilterRefused;

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            switch (outputs[i])
            {
                case HubOutput.MessageWanted wanted when !_outgoing.Writer.TryWrite(wanted):
                    Interlocked.Increment(ref _dropped);
                    break;
                case HubOutput.Notified told when noticeTopic is not null && !_outgoing.Writer.TryWrite(Message(noticeTopic, told)):
                    Interlocked.Increment(ref _dropped);
                    break;
                case HubOutput.MessageFilters filters:
                    // Where the queue is full it is not idle, and looks for filters before its next message.
                    Interlocked.Exchange(ref _asked, filters);
                    _outgoing.Writer.TryWrite(filters);
                    break;
            }
        }
    }

    /// <summary>Subscribes and publishes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var output in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                if (Interlocked.Exchange(ref _asked, null) is { Filters: var filters })
                {
                    _wanted = new WantedFilters(filters);
                    await SubscribeAsync(filters, cancellationToken);
                }

                if (output is HubOutput.MessageWanted wanted)
                {
                    await bus.PublishAsync(wanted.Topic, Encoding.UTF8.GetBytes(wanted.Payload), wanted.Qos, wanted.Retain, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    private static HubOutput.MessageWanted Message(string topic, HubOutput.Notified told) => new(
        topic, NoticeJson.Write(told), Retain: false, Qos: 1, told.Automation, told.Cause);

    private async Task SubscribeAsync(IEnumerable<string> filters, CancellationToken cancellationToken)
    {
        foreach (var filter in filters)
        {
            if (!_subscribed.Contains(filter))
            {
                await SubscribeAsync(filter, cancellationToken);
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The boundary of one filter: a bus that takes no more must not silence the automations whose filters it has. It is told, and tried again with the next change.")]
    private async Task SubscribeAsync(string filter, CancellationToken cancellationToken)
    {
        try
        {
            await bus.SubscribeAsync(filter, (message, token) => TakeAsync(filter, message, token), cancellationToken);
            _subscribed.Add(filter);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            FilterRefused?.Invoke(filter, fault);
        }
    }

    private async ValueTask TakeAsync(string filter, BusMessage message, CancellationToken cancellationToken)
    {
        // What the bus had kept happened some time ago. Of several filters that match, one brings the message, so that it comes once.
        if (message.IsRetained || _wanted.BringerOf(message.Topic) != filter)
        {
            return;
        }

        if (message.Payload.Length > MessageLimits.PayloadBytesMax || !TryDecode(message.Payload.Span, out var text))
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        await inbox.PostAsync(new HubInput.MessageArrived(message.Topic, text), InboxLane.Comfort, cancellationToken);
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = string.Empty;
            return false;
        }
    }
}
