using IotHub.Mqtt.Client.Sessions;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>One accepted connection up to its end: a sender, a receiver and a pinger that end together.</summary>
internal sealed class MqttConnection : IDisposable
{
    private readonly MqttLink _link;
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ClientSession _session;
    private readonly ServerLimits _server;
    private readonly OutgoingLoop _outgoing;
    private readonly SubscriptionCalls _calls;
    private readonly InboundFlow _inbound;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _endedToken;
    private TaskCompletionSource? _pong;
    private Reauthentication? _reauthentication;
    private Exception? _fault;
    private bool _isDisposed;

    public MqttConnection(MqttLink link, ConnackPacket connack, MqttClientOptions options, TimeProvider time, ClientSession session)
    {
        _link = link;
        _options = options;
        _time = time;
        _session = session;
        Connack = connack;
        _server = ServerLimits.Of(connack, options.Version);
        _outgoing = new OutgoingLoop(link.Output, session, options, _server);
        _calls = new SubscriptionCalls(session.Subscriptions, _server, _outgoing.Enqueue);
        _inbound = new InboundFlow(options);
        _endedToken = _ended.Token;
    }

    /// <summary>How long a goodbye may take to be written.</summary>
    public static TimeSpan FarewellTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>What the server said when it accepted.</summary>
    public ConnackPacket Connack { get; }

    /// <summary>Renews subscriptions, tells <paramref name="ready"/>, and serves until the connection ends.</summary>
    /// <param name="ready">Called once.</param>
    /// <param name="farewell">What to say when the caller ends it; null to say nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MqttConnectionException">How it ended, unless the caller ended it.</exception>
    public async Task RunAsync(Action ready, Func<DisconnectPacket?> farewell, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _endedToken);
        using var stopStreams = new CancellationTokenSource();
        var sending = GuardAsync(_outgoing.RunAsync(stopStreams.Token));
        Task[] loops = [sending, GuardAsync(ReceiveAsync(stopStreams.Token)), GuardAsync(PingAsync(stop.Token)), GuardAsync(RenewAsync(ready, stop.Token))];
        await UntilAsync(stop.Token);

        // The goodbye goes out before the streams are cancelled: a WebSocket whose read is cancelled is gone, both ways.
        await FinishAsync(sending, LastPacket(farewell, cancellationToken));
        await stopStreams.CancelAsync();
        await Task.WhenAll(loops);
        cancellationToken.ThrowIfCancellationRequested();
        throw _fault as MqttConnectionException ?? new MqttConnectionException(_fault?.Message ?? "The server closed the connection.", null, _fault);
    }

    /// <summary>Acknowledges a message of this connection; nothing when the connection has ended, since the server sends it again.</summary>
    public void Acknowledge(PublishPacket packet)
    {
        switch (packet.Qos)
        {
            case MqttQos.AtLeastOnce:
                _inbound.Done(packet.PacketId);
                Enqueue(new PubackPacket { PacketId = packet.PacketId });
                break;
            case MqttQos.ExactlyOnce:
                Enqueue(new PubrecPacket { PacketId = packet.PacketId });
                break;
            default:
                break;
        }
    }

    /// <summary>Something waits in the outbox.</summary>
    public void Wake() => _outgoing.Wake();

    /// <summary>Ends the connection as a cut cable would: no goodbye, so that the Will is sent.</summary>
    public void Drop() => End(new MqttConnectionException("Dropped on request."));

    /// <summary>Asks the server for a subscription.</summary>
    public Task SubscribeAsync(Subscription subscription, CancellationToken cancellationToken) =>
        AnsweredAsync(_calls.Subscribe([subscription]), "SUBACK", cancellationToken);

    /// <summary>Asks the server to forget a filter.</summary>
    public Task UnsubscribeAsync(Unsubscription leaving, CancellationToken cancellationToken) =>
        AnsweredAsync(_calls.Unsubscribe([leaving]), "UNSUBACK", cancellationToken);

    /// <summary>Signs in again (section 4.12.1).</summary>
    /// <exception cref="MqttConnectionException">It failed, and the connection with it.</exception>
    /// <exception cref="InvalidOperationException">It is under way already.</exception>
    public async Task ReauthenticateAsync(ScramLogin login, CancellationToken cancellationToken)
    {
        var reauthentication = new Reauthentication(login);
        if (Interlocked.CompareExchange(ref _reauthentication, reauthentication, null) is not null)
        {
            throw new InvalidOperationException("The client is signing in again already.");
        }

        Enqueue(reauthentication.Start());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _endedToken);
        try
        {
            await AnsweredAsync(reauthentication.Done, "AUTH", either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _fault as MqttConnectionException ?? new MqttConnectionException("The connection ended while the client signed in again.", null, _fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;

            // Whoever still waits for an answer on this connection gets none.
            _ended.Cancel();
            _ended.Dispose();
        }
    }

    private static async Task UntilAsync(CancellationToken token)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(over.SetResult);
        await over.Task;
    }

    private void End(Exception fault)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _fault ??= fault;
            _ended.Cancel();
        }
    }

    private void Enqueue(MqttPacket packet)
    {
        try
        {
            _outgoing.Enqueue(packet);
        }
        catch (MqttConnectionException exception)
        {
            End(exception);
        }
    }

    private async Task RenewAsync(Action ready, CancellationToken cancellationToken)
    {
        await SubscribeAllAsync(cancellationToken);
        foreach (var pubrel in _session.Outbox.Open(_server))
        {
            _outgoing.Enqueue(pubrel);
        }

        ready();
        Wake();

        // From here on whoever subscribes asks through this connection; those who did just before are asked for now.
        await SubscribeAllAsync(cancellationToken);
    }

    private async Task SubscribeAllAsync(CancellationToken cancellationToken)
    {
        // Leaving first: whoever left a filter and came back wants it in the end.
        await AnsweredAsync(_calls.Unsubscribe(_session.Subscriptions.Leaving), "UNSUBACK", cancellationToken);
        await AnsweredAsync(_calls.Subscribe(_session.Subscriptions.All), "SUBACK", cancellationToken);
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await MqttWire.ReadAsync(_link.Input, _options, cancellationToken) is { } packet)
        {
            Take(packet);
        }

        throw new MqttConnectionException("The server closed the connection.");
    }

    private void Take(MqttPacket packet)
    {
        switch (packet)
        {
            case PublishPacket publish:
                Take(publish);
                break;
            case PubackPacket puback:
                _session.Outbox.Take(puback);
                Wake();
                break;
            case PubrecPacket pubrec:
                if (_session.Outbox.Take(pubrec) is { } release)
                {
                    _outgoing.Enqueue(release);
                }

                Wake();
                break;
            case PubrelPacket pubrel:
                _inbound.Done(pubrel.PacketId);
                _outgoing.Enqueue(_session.Inbox.Release(pubrel.PacketId));
                break;
            case PubcompPacket pubcomp:
                _session.Outbox.Take(pubcomp);
                Wake();
                break;
            case SubackPacket suback:
                _calls.Take(suback);
                break;
            case UnsubackPacket unsuback:
                _calls.Take(unsuback);
                break;
            case PingrespPacket:
                Volatile.Read(ref _pong)?.TrySetResult();
                break;
            case AuthPacket auth when Volatile.Read(ref _reauthentication) is { } reauthentication:
                Take(auth, reauthentication);
                break;
            case DisconnectPacket disconnect when _options.Version == MqttProtocolVersion.V50:
                throw new MqttConnectionException($"The server ended the connection: {disconnect.ReasonCode}.", disconnect.ReasonCode, disconnect.Properties);
            default:
                throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "4.13", $"It sent {packet.Type}, which this client did not ask for");
        }
    }

    private void Take(PublishPacket packet)
    {
        var publish = _inbound.Take(packet);
        _session.Counters.Received();
        if (_session.Inbox.TryAdd(this, publish))
        {
            return;
        }

        _session.Counters.Dropped();
        if (publish.Qos != MqttQos.AtMostOnce)
        {
            throw new MqttConnectionException($"More than {_options.ReceivedMax} messages wait for their handlers ({nameof(_options.ReceivedMax)}).");
        }
    }

    private void Take(AuthPacket auth, Reauthentication reauthentication)
    {
        if (reauthentication.Take(auth) is { } answer)
        {
            _outgoing.Enqueue(answer);
        }
        else
        {
            Volatile.Write(ref _reauthentication, null);
            reauthentication.Complete();
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        // The server's word counts before our own [MQTT-3.2.2-21].
        var keepAlive = Connack.Properties.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.KeepAlive;
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
            _outgoing.Enqueue(PingreqPacket.Instance);
            await AnsweredAsync(pong.Task, "PINGRESP", cancellationToken);
        }
    }

    /// <summary>Waits for an answer; a server that gives none within the time loses the connection.</summary>
    private async Task AnsweredAsync(Task answer, string what, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _endedToken);
        try
        {
            await answer.WaitAsync(_options.ResponseTimeout, _time, either.Token);
        }
        catch (TimeoutException)
        {
            var fault = new MqttConnectionException($"The server sent no {what} within {_options.ResponseTimeout.TotalSeconds} s.");
            End(fault);
            throw fault;
        }
    }

    private DisconnectPacket? LastPacket(Func<DisconnectPacket?> farewell, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && _fault is null ? farewell()
        : _fault is MqttConnectionException { IsServerAtFault: true, ReasonCode: { } reason } && _options.Version == MqttProtocolVersion.V50
            ? new DisconnectPacket { ReasonCode = reason }
        : null;

    private async Task FinishAsync(Task sending, DisconnectPacket? last)
    {
        if (last is null)
        {
            return;
        }

        _outgoing.Finish(last);
        try
        {
            await sending.WaitAsync(FarewellTimeout, _time);
        }
        catch (TimeoutException)
        {
            // A farewell to a server that does not read is given up.
        }
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
            End(exception);
            _session.Outbox.Close();
        }
    }
}
