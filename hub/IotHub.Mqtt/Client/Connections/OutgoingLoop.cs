using System.IO.Pipelines;
using System.Threading.Channels;
using IotHub.Mqtt.Client.Sessions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>The one writer of a connection: answers and requests first, which no flow control holds up [MQTT-3.3.4-8], then messages.</summary>
internal sealed class OutgoingLoop(PipeWriter output, ClientSession session, MqttClientOptions options, ServerLimits server)
{
    /// <summary>Bytes that are gathered before they are flushed together.</summary>
    private const int BatchBytes = 32 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<MqttPacket> _control = new();
    private readonly TopicAliases _aliases = new(Math.Min(options.TopicAliasesMax, server.TopicAliasMax), server);
    private readonly List<PendingPublish> _written = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private bool _isFinishing;

    /// <summary>
    /// Packets that may wait: an acknowledgement for each message in either direction, a request for each subscription, and a few. A server
    /// that sends more without reading the answers breaks the connection.
    /// </summary>
    private int ControlMax => (4 * options.ReceivedMax) + (2 * options.InFlightMax) + options.SubscriptionsMax + 64;

    /// <summary>Something waits in the outbox.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Sends a packet before all messages; nothing once the connection is about to end.</summary>
    /// <exception cref="MqttConnectionException">The server does not read.</exception>
    public void Enqueue(MqttPacket packet)
    {
        lock (_lock)
        {
            if (_isFinishing)
            {
                return;
            }

            if (_control.Count >= ControlMax)
            {
                throw new MqttConnectionException($"The server does not read: {_control.Count} answers wait for it.");
            }

            _control.Enqueue(packet);
        }

        Wake();
    }

    /// <summary>Sends what is queued, then a last packet if there is one, and ends the loop.</summary>
    public void Finish(MqttPacket? last)
    {
        lock (_lock)
        {
            _isFinishing = true;
            if (last is not null)
            {
                _control.Enqueue(last);
            }
        }

        Wake();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _signal.Reader.WaitToReadAsync(cancellationToken))
            {
                _signal.Reader.TryRead(out _);
                var isFinishing = WriteBatch();
                var flushed = await output.FlushAsync(cancellationToken);
                TellWritten();
                if (isFinishing)
                {
                    return;
                }

                if (flushed.IsCompleted)
                {
                    throw new MqttConnectionException("The server closed the connection.");
                }
            }
        }
        finally
        {
            // Nobody can say whether QoS 0 went out with a connection that breaks; its callers wait no longer.
            TellWritten();
        }
    }

    /// <returns>True when nothing comes after it.</returns>
    private bool WriteBatch()
    {
        while (output.UnflushedBytes < BatchBytes)
        {
            if (!TryTakeControl(out var control, out var isFinishing))
            {
                if (isFinishing || !WriteMessage())
                {
                    return isFinishing;
                }

                continue;
            }

            MqttEncoder.Write(output, control!, options.Version);
        }

        // Bounded by flushing: a full pipe makes the flush wait for the server. The rest is taken up in the next turn.
        Wake();
        return false;
    }

    private bool TryTakeControl(out MqttPacket? control, out bool isFinishing)
    {
        lock (_lock)
        {
            isFinishing = _isFinishing;
            return _control.TryDequeue(out control);
        }
    }

    private bool WriteMessage()
    {
        if (session.Outbox.TakeNext(out var pending) is not { } packet)
        {
            return false;
        }

        MqttEncoder.Write(output, _aliases.Apply(packet), options.Version);
        session.Counters.Sent();
        if (!pending!.IsAcknowledged)
        {
            _written.Add(pending);
        }

        return true;
    }

    private void TellWritten()
    {
        foreach (var pending in _written)
        {
            pending.Complete();
        }

        _written.Clear();
    }
}
