using System.Buffers;
using System.Threading.Channels;
using IotHub.Bridges.Buses;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Topics;
using IotHub.Devices.Commands;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.Bridges.Native;

/// <summary>Between the bus and the core: device messages in, requests out. Knows topics and device types, and nothing else does.</summary>
public sealed class NativeBridge : IOutsidePort
{
    // Every queued request belongs to a pending command or is a question, and of each there are at most 1,024 at a time (DeviceLimits);
    // repetitions and superseded ones may be in the queue beside them.
    private const int QueueCapacity = 4096;

    private readonly IMessageBus _bus;
    private readonly HubInbox _inbox;
    private readonly NativeDecoder _decoder;
    private readonly Channel<HubOutput> _outgoing = Channel.CreateBounded<HubOutput>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ArrayBufferWriter<byte> _payload = new(1024);
    private long _dropped;

    /// <summary>Ties a bus to an inbox.</summary>
    /// <param name="bus">Where devices are.</param>
    /// <param name="inbox">Where the core is.</param>
    /// <param name="decoder">How messages are read.</param>
    public NativeBridge(IMessageBus bus, HubInbox inbox, NativeDecoder decoder)
    {
        _bus = bus;
        _inbox = inbox;
        _decoder = decoder;
    }

    /// <summary>How many requests found the queue full and were not sent. A command among them goes out again, or ends as timed out.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = outputs[i];
            switch (output)
            {
                case HubOutput.DeviceSaved saved:
                    // One that was retired and is adopted again need not announce itself a second time.
                    _decoder.Know(saved.Device.Did, saved.Device.Contract);
                    break;
                case HubOutput.DeviceReplaced replaced:
                    _decoder.Know(replaced.After.Did, replaced.After.Contract);
                    break;
                case HubOutput.Request { Message.Device.Did: var did } when _decoder.Reserved.Contains(did):
                case HubOutput.Question { Message.Device.Did: var asked } when _decoder.Reserved.Contains(asked):
                    // Another bridge does it.
                    break;
                case HubOutput.DeviceRetired retired:
                    _decoder.Forget(retired.Device.Did);
                    Enqueue(output);
                    break;
                case HubOutput.Request or HubOutput.Question or HubOutput.ClockAdvanced:
                    Enqueue(output);
                    break;
            }
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="isClockDriven">True when a replay drives the clock: only then its topic is listened to.</param>
    /// <param name="cancellationToken">Stops the wait for the subscriptions.</param>
    public async Task ListenAsync(bool isClockDriven, CancellationToken cancellationToken)
    {
        foreach (var filter in DeviceTopics.UpFilters)
        {
            await _bus.SubscribeAsync(filter, TakeAsync, cancellationToken);
        }

        if (isClockDriven)
        {
            await _bus.SubscribeAsync(ClockTopics.Advance, TakeClockAsync, cancellationToken);
        }
    }

    /// <summary>Sends requests until cancelled; what was queued by then is still sent.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        HubOutput? inHand = null;
        try
        {
            await foreach (var output in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                inHand = output;
                await SendAsync(output, cancellationToken);
                inHand = null;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop may have broken off one that was on its way. At least once, as everywhere on the wire.
            if (inHand is not null)
            {
                await SendAsync(inHand, CancellationToken.None);
            }

            while (_outgoing.Reader.TryRead(out var output))
            {
                await SendAsync(output, CancellationToken.None);
            }
        }
    }

    private static RequestMessage ToMessage(DeviceRequest request) => request is { IsQuestion: false, Command: { } command }
        ? new(request.Id, request.Set, [], command.Call, command.In)
        : new(request.Id, [], request.Get, null, []);

    /// <summary>
    /// True for what clears a retained message, such as the hub's own when a device is retired. Nobody said anything by it.
    /// </summary>
    private static bool IsClearing(BusMessage message) =>
        message.Payload.IsEmpty && DeviceTopics.TryParse(message.Topic, out var topic) && topic.Kind is DeviceTopicKind.Announce or DeviceTopicKind.Status;

    private void Enqueue(HubOutput output)
    {
        if (!_outgoing.Writer.TryWrite(output))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async ValueTask TakeAsync(BusMessage message, CancellationToken cancellationToken)
    {
        if (IsClearing(message))
        {
            return;
        }

        var decoded = _decoder.Decode(message.Topic, message.Payload.Span);
        var input = message.IsRetained && decoded.Input is HubInput.FromDevice said ? said with { IsRetained = true } : decoded.Input;
        await _inbox.PostAsync(input, decoded.Lane, cancellationToken);
    }

    private async ValueTask TakeClockAsync(BusMessage message, CancellationToken cancellationToken)
    {
        // The lowest lane: time goes on only when everything that happened before is done.
        HubInput input = ClockMessages.TryReadAdvance(message.Payload.Span, out var advance, out var rejection)
            ? new HubInput.AdvanceClock(advance.To, advance.Id)
            : new HubInput.Refuse(new Devices.RejectedMessage(string.Empty, message.Topic, rejection));
        await _inbox.PostAsync(input, InboxLane.Telemetry, cancellationToken);
    }

    private async ValueTask SendAsync(HubOutput output, CancellationToken cancellationToken)
    {
        _payload.ResetWrittenCount();
        switch (output)
        {
            case HubOutput.Request { Message: var request }:
                await SendAsync(request, cancellationToken);
                break;
            case HubOutput.Question { Message: var question }:
                await SendAsync(question, cancellationToken);
                break;
            case HubOutput.DeviceRetired { Device.Did: var did }:
                await _bus.ClearRetainedAsync(DeviceTopics.Announce(did), cancellationToken);
                await _bus.ClearRetainedAsync(DeviceTopics.Status(did), cancellationToken);
                break;
            case HubOutput.ClockAdvanced advanced:
                ClockMessages.WriteAdvanced(_payload, new ClockAdvancedMessage(advanced.Id, advanced.Now, advanced.Requests));
                await _bus.PublishAsync(ClockTopics.Advanced, _payload.WrittenMemory, cancellationToken);
                break;
        }
    }

    private ValueTask SendAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        MessageWriter.WriteRequest(_payload, ToMessage(request));
        return _bus.PublishAsync(DeviceTopics.Requests(request.Device.Did), _payload.WrittenMemory, cancellationToken);
    }
}
