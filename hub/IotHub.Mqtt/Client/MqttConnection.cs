using System.Collections.Immutable;
using System.Threading.Channels;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client;

/// <summary>One connection from CONNECT to its end: a sender, a receiver and a pinger that end together.</summary>
internal sealed class MqttConnection : IDisposable
{
    private readonly MqttLink _link;
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Outbox _outbox;
    private readonly SubscriptionTable _subscriptions;
    private readonly ChannelWriter<ReceivedMessage> _received;
    private readonly TrafficCounters _counters;
    private readonly Lock _lock = new();
    private readonly Queue<MqttPacket> _control = new();
    private readonly Dictionary<ushort, SubscribeCall> _subscribing = [];
    private readonly HashSet<Subscription> _asked = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _endedToken;
    private TaskCompletionSource? _pong;
    private ushort _lastSubscribeId;
    private Exception? _fault;
    private bool _isDisposed;

    public MqttConnection(
        MqttLink link, MqttClientOptions options, TimeProvider time, Outbox outbox, SubscriptionTable subscriptions, ChannelWriter<ReceivedMessage> received, TrafficCounters counters)
    {
        _link = link;
        _options = options;
        _time = time;
        _outbox = outbox;
        _subscriptions = subscriptions;
        _received = received;
        _counters = counters;
        _endedToken = _ended.Token;
    }

    /// <summary>Says hello, renews subscriptions, tells <paramref name="ready"/>, and serves until the connection ends.</summary>
    /// <exception cref="MqttConnectionException">How it ended, unless the caller ended it.</exception>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        var connack = await ConnectAsync(cancellationToken);
        var keepAlive = connack.Properties.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.KeepAlive;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _endedToken);
        Task[] loops = [GuardAsync(ReceiveAsync(stop.Token)), GuardAsync(SendAsync(stop.Token)), GuardAsync(PingAsync(keepAlive, stop.Token))];
        await GuardAsync(RenewAsync(connack, ready, stop.Token));
        await Task.WhenAll(loops);
        if (cancellationToken.IsCancellationRequested)
        {
            await DisconnectAsync();
            throw new OperationCanceledException(cancellationToken);
        }

        throw _fault as MqttConnectionException ?? new MqttConnectionException(_fault?.Message ?? "The server closed the connection.", null, _fault);
    }

    /// <summary>Acknowledges a message of this connection; nothing when the connection has ended, since the server sends it again.</summary>
    public void Acknowledge(ushort packetId) => Enqueue(new PubackPacket { PacketId = packetId });

    /// <summary>Something waits in the outbox.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Ends the connection as a cut cable would: no goodbye, so that the Will is sent.</summary>
    public void Drop()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _fault ??= new MqttConnectionException("Dropped on request.");
            _ended.Cancel();
        }
    }

    /// <summary>Asks the server for subscriptions and waits for its answer.</summary>
    /// <exception cref="MqttConnectionException">No answer in time.</exception>
    /// <exception cref="OperationCanceledException">The connection ended, or the caller gave up.</exception>
    public async Task SubscribeAsync(ImmutableArray<Subscription> subscriptions, CancellationToken cancellationToken)
    {
        SubscribeCall call;
        lock (_lock)
        {
            // A subscription made while the connection comes up may be asked for from both sides; once is enough.
            call = new SubscribeCall([.. subscriptions.Where(_asked.Add)]);
            if (call.Asked.IsEmpty)
            {
                return;
            }

            var id = NextSubscribeId_NeedsLock();
            _subscribing.Add(id, call);
            _control.Enqueue(new SubscribePacket
            {
                PacketId = id,
                Subscriptions = [.. call.Asked.Select(subscription => new SubscriptionRequest(subscription.Filter, subscription.Qos))],
            });
        }

        Wake();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _endedToken);
        await WithinAsync(call.Done.Task, "SUBACK", either.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _ended.Dispose();
        }
    }

    private async ValueTask<ConnackPacket> ConnectAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.ResponseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            MqttWire.Write(_link.Output, ConnectPacketOf(_options), _options.Version);
            await _link.Output.FlushAsync(either.Token);
            var packet = await MqttWire.ReadAsync(_link.Input, _options, either.Token);
            return packet switch
            {
                ConnackPacket { ReasonCode: ReasonCode.Success } connack => connack,
                ConnackPacket refused => throw new MqttConnectionException($"The server refused the connection: {refused.ReasonCode}.", refused.ReasonCode),
                null => throw new MqttConnectionException("The server closed the connection without an answer to CONNECT."),
                _ => throw new MqttConnectionException($"The server answered CONNECT with {packet.Type}."),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectionException($"The server did not answer CONNECT within {_options.ResponseTimeout.TotalSeconds} s.");
        }
        catch (IOException exception)
        {
            throw new MqttConnectionException(exception.Message, null, exception);
        }
    }

    private static ConnectPacket ConnectPacketOf(MqttClientOptions options) => new()
    {
        Version = options.Version,
        ClientId = options.ClientId,
        CleanStart = options.CleanStart,
        KeepAlive = (ushort)options.KeepAlive.TotalSeconds,
        Will = options.Will,
        UserName = options.UserName,
        Password = options.Password is null ? null : System.Text.Encoding.UTF8.GetBytes(options.Password),
        Properties = options.Version != MqttProtocolVersion.V50 ? MqttProperties.Empty : new MqttProperties
        {
            ReceiveMaximum = (ushort)options.ReceivedMax,
            MaximumPacketSize = (uint)options.PacketBytesMax,
            SessionExpiryInterval = options.SessionExpiry is { } expiry ? (uint)Math.Clamp(expiry.TotalSeconds, 0, uint.MaxValue) : null,
        },
    };

    private async Task RenewAsync(ConnackPacket connack, Action ready, CancellationToken cancellationToken)
    {
        await SubscribeAllAsync(cancellationToken);
        _outbox.Open(connack.Properties.ReceiveMaximum ?? ushort.MaxValue);
        ready();
        Wake();

        // From here on whoever subscribes asks through this connection; those who did just before are asked for now.
        await SubscribeAllAsync(cancellationToken);
    }

    private async Task SubscribeAllAsync(CancellationToken cancellationToken)
    {
        // A few dozen in a packet keep it well under any server's limit.
        foreach (var some in _subscriptions.All.Chunk(32))
        {
            await SubscribeAsync([.. some], cancellationToken);
        }
    }

    private ushort NextSubscribeId_NeedsLock()
    {
        // Packet ids of all kinds share one space: SUBSCRIBE has the upper quarter, PUBLISH the rest.
        do
        {
            _lastSubscribeId = _lastSubscribeId is < Outbox.PacketIdMax or ushort.MaxValue ? (ushort)(Outbox.PacketIdMax + 1) : (ushort)(_lastSubscribeId + 1);
        }
        while (_subscribing.ContainsKey(_lastSubscribeId));
        return _lastSubscribeId;
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await MqttWire.ReadAsync(_link.Input, _options, cancellationToken) is { } packet)
        {
            switch (packet)
            {
                case PublishPacket publish:
                    Receive(publish);
                    break;
                case PubackPacket puback:
                    _outbox.Acknowledge(puback.PacketId, puback.ReasonCode);
                    Wake();
                    break;
                case SubackPacket suback:
                    Answer(suback);
                    break;
                case PingrespPacket:
                    Volatile.Read(ref _pong)?.TrySetResult();
                    break;
                case DisconnectPacket disconnect:
                    throw new MqttConnectionException($"The server ended the connection: {disconnect.ReasonCode}.", disconnect.ReasonCode);
                default:
                    throw new MqttConnectionException($"The server sent {packet.Type}, which this client never asks for.");
            }
        }

        throw new MqttConnectionException("The server closed the connection.");
    }

    private void Receive(PublishPacket publish)
    {
        if (publish.Qos == MqttQos.ExactlyOnce)
        {
            throw new MqttConnectionException("The server sent a message with QoS 2, which this client never asks for.");
        }

        _counters.Received();
        if (_received.TryWrite(new ReceivedMessage(this, publish)))
        {
            return;
        }

        _counters.Dropped();
        if (publish.Qos != MqttQos.AtMostOnce)
        {
            throw new MqttConnectionException($"More than {_options.ReceivedMax} messages wait for their handlers (ReceivedMax).");
        }
    }

    private void Answer(SubackPacket suback)
    {
        SubscribeCall? call;
        lock (_lock)
        {
            _subscribing.Remove(suback.PacketId, out call);
        }

        if (call is not null)
        {
            _subscriptions.Answer(call.Asked, suback.ReasonCodes);
            call.Done.TrySetResult();
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var written = new List<PendingPublish>();
        while (await _signal.Reader.WaitToReadAsync(cancellationToken))
        {
            _signal.Reader.TryRead(out _);
            while (WriteNext(written))
            {
                // Bounded by flushing: a full pipe makes the flush wait for the server.
                if (_link.Output is { CanGetUnflushedBytes: true, UnflushedBytes: > 32 * 1024 })
                {
                    break;
                }
            }

            var flushed = await _link.Output.FlushAsync(cancellationToken);
            written.ForEach(_outbox.Written);
            written.Clear();
            if (flushed.IsCompleted)
            {
                throw new MqttConnectionException("The server closed the connection.");
            }
        }
    }

    private bool WriteNext(List<PendingPublish> written)
    {
        MqttPacket? control;
        lock (_lock)
        {
            _control.TryDequeue(out control);
        }

        if (control is not null)
        {
            MqttWire.Write(_link.Output, control, _options.Version);
            Wake();
            return true;
        }

        if (_outbox.TakeNext() is not { } pending)
        {
            return false;
        }

        MqttWire.Write(_link.Output, pending.Packet, _options.Version);
        _counters.Sent();
        if (!pending.IsAcknowledged)
        {
            written.Add(pending);
        }

        // Where the batch ends early, the rest is taken up in the next turn.
        Wake();
        return true;
    }

    private async Task PingAsync(TimeSpan keepAlive, CancellationToken cancellationToken)
    {
        if (keepAlive <= TimeSpan.Zero)
        {
            return;
        }

        while (true)
        {
            // Three quarters, so that the ping is there before the server's own clock runs out.
            await Task.Delay(keepAlive * 0.75, _time, cancellationToken);
            var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _pong, pong);
            Enqueue(PingreqPacket.Instance);
            await WithinAsync(pong.Task, "PINGRESP", cancellationToken);
        }
    }

    private async Task WithinAsync(Task answer, string what, CancellationToken cancellationToken)
    {
        try
        {
            await answer.WaitAsync(_options.ResponseTimeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new MqttConnectionException($"The server sent no {what} within {_options.ResponseTimeout.TotalSeconds} s.");
        }
    }

    private void Enqueue(MqttPacket packet)
    {
        lock (_lock)
        {
            // Bounded by what it answers: at most ReceivedMax acknowledgements, one ping, and the subscriptions.
            if (!_endedToken.IsCancellationRequested)
            {
                _control.Enqueue(packet);
            }
        }

        Wake();
    }

    /// <summary>The first of the loops that ends, ends them all and says why.</summary>
    private async Task GuardAsync(Task loop)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException)
        {
            // Another loop ended first, or the caller stops.
        }
        catch (Exception exception) when (exception is MqttConnectionException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            Interlocked.CompareExchange(ref _fault, exception, null);
            await _ended.CancelAsync();
            _outbox.Close();
        }
    }

    private async ValueTask DisconnectAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
            MqttWire.Write(_link.Output, new DisconnectPacket(), _options.Version);
            await _link.Output.FlushAsync(timeout.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or InvalidOperationException)
        {
            // A farewell to a server that is not there needs no answer.
        }
    }

    private sealed record SubscribeCall(ImmutableArray<Subscription> Asked)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
