using IotHub.Mqtt.Client.Connections;
using IotHub.Mqtt.Client.Connectors;
using IotHub.Mqtt.Client.Sessions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Client;

/// <summary>
/// An MQTT client for 3.1.1 and 5.0 that stays connected: <see cref="RunAsync"/> connects, serves and connects again with back-off until
/// it is stopped. Subscriptions and unacknowledged messages outlive a connection. What the server announced that it does not take is refused
/// here, with the server's reason code, instead of losing the connection over it.
/// </summary>
public sealed class MqttClient : IDisposable
{
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly IMqttConnector _connector;
    private readonly BackOff _backOff;
    private readonly ClientSession _session;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = NewSource();
    private TaskCompletionSource _connected = NewSource();
    private DisconnectPacket? _farewell = new();
    private MqttConnection? _connection;
    private bool _isRunning;
    private long _connects;
    private long _connectFailures;

    /// <summary>A client that is not connected yet.</summary>
    /// <param name="options">Where to connect, and the bounds.</param>
    /// <param name="time">Clock of back-off, keep-alive and expiry.</param>
    /// <param name="random">Chance of the back-off; not shared with other threads.</param>
    /// <param name="connector">What to connect over; null for plain TCP to the host and port of the options.</param>
    /// <exception cref="ArgumentException">An option is out of bounds; the message names it.</exception>
    public MqttClient(MqttClientOptions options, TimeProvider time, Random random, IMqttConnector? connector = null)
    {
        if (options.Validate() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _time = time;
        _connector = connector ?? TcpConnector.Instance;
        _backOff = new BackOff(options.BackOffMin, options.BackOffMax, random);
        _session = new ClientSession(options, time);
        _session.Subscriptions.Lost = (filter, exception) => SubscriptionLost?.Invoke(filter, exception);
    }

    /// <summary>Told of each change of the connection, in order, on the client's own loop: be quick and do not throw.</summary>
    public event Action<MqttConnectionChange>? ConnectionChanged;

    /// <summary>A handler threw; the message counts as handled. Filter, then the exception.</summary>
    public event Action<string, Exception>? HandlerFailed;

    /// <summary>A subscription that was granted once was refused after a reconnect, and is gone. Filter, then the reason. Be quick and do not throw.</summary>
    public event Action<string, MqttException>? SubscriptionLost;

    /// <summary>True while the server is there and subscriptions are renewed.</summary>
    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <summary>What the server said when it accepted the present connection: its limits, response information, user properties. Null without one.</summary>
    public ConnackPacket? Connack => Volatile.Read(ref _connection)?.Connack;

    /// <summary>The id in use: that of the options, or the one that the server chose. Empty until then.</summary>
    public string ClientId => _session.ClientId;

    /// <summary>Counts so far.</summary>
    public MqttClientStatistics Statistics => new(
        Interlocked.Read(ref _connects),
        Interlocked.Read(ref _connectFailures),
        _session.Counters.SentCount,
        _session.Outbox.Resent,
        _session.Outbox.Acknowledged,
        _session.Outbox.Dropped,
        _session.Counters.ReceivedCount,
        _session.Counters.DroppedCount,
        _session.Outbox.Pending)
    { Expired = _session.Outbox.Expired };

    /// <summary>Owns the connection until cancelled or stopped; then says goodbye and returns. Call it once.</summary>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isRunning)
            {
                throw new InvalidOperationException("A client runs once.");
            }

            _isRunning = true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        var handling = new HandlerLoop(_session, (filter, exception) => HandlerFailed?.Invoke(filter, exception)).RunAsync(stop.Token);
        try
        {
            await StayConnectedAsync(stop.Token);
        }
        finally
        {
            _session.Outbox.Stop();
            _session.Subscriptions.Stop();
            await handling;
            _stopped.TrySetResult();
        }
    }

    /// <summary>Ends <see cref="RunAsync"/> with a goodbye and waits for it.</summary>
    /// <param name="reason">
    /// <see cref="ReasonCode.Success"/>, so that the Will is forgotten, or <see cref="ReasonCode.DisconnectWithWill"/>; other reasons of a
    /// client are at least 0x80. In 3.1.1, where nothing but success can be said, any other ends the connection without a word.
    /// </param>
    /// <param name="sessionExpiry">How long the server keeps the session from now on (5.0); null for as long as was agreed.</param>
    /// <param name="cancellationToken">Gives up waiting; the client stops all the same.</param>
    /// <exception cref="ArgumentException">An expiry where none was agreed on connecting [MQTT-3.14.2-2], or no reason for DISCONNECT.</exception>
    public async Task StopAsync(ReasonCode reason, TimeSpan? sessionExpiry, CancellationToken cancellationToken)
    {
        if (sessionExpiry > TimeSpan.Zero && (_options.SessionExpiry ?? TimeSpan.Zero) == TimeSpan.Zero)
        {
            throw new ArgumentException("A session that was to end with the connection cannot be kept in the end.", nameof(sessionExpiry));
        }

        if (!ReasonCodes.IsAllowed((int)reason, MqttPacketType.Disconnect))
        {
            throw new ArgumentException($"{reason} is no reason for DISCONNECT.", nameof(reason));
        }

        var isV5 = _options.Version == MqttProtocolVersion.V50;
        lock (_lock)
        {
            _farewell = !isV5 && reason != ReasonCode.Success ? null : new DisconnectPacket
            {
                ReasonCode = reason,
                Properties = sessionExpiry is { } expiry && isV5
                    ? new MqttProperties { SessionExpiryInterval = (uint)Math.Clamp(expiry.TotalSeconds, 0, uint.MaxValue) }
                    : MqttProperties.Empty,
            };
            if (!_isRunning)
            {
                _stopped.TrySetResult();
            }
        }

        await _stop.CancelAsync();
        await _stopped.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when connected: at once if it is.</summary>
    public Task WaitConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _connected.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Publishes a message without properties; see <see cref="PublishAsync(MqttMessage, CancellationToken)"/>.</summary>
    public async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken cancellationToken) =>
        await PublishAsync(new MqttMessage(topic, payload, qos, retain), cancellationToken);

    /// <summary>
    /// Publishes. QoS 0 completes when written, or at once (counted as dropped) without a connection. QoS 1 and 2 complete when the server
    /// has it for good, across reconnects. Where too many messages wait, the call waits or fails as the options say. Messages leave in the
    /// order of the calls; one with an expiry interval that is over when its turn comes does not leave.
    /// </summary>
    /// <returns>Success, or <see cref="ReasonCode.NoMatchingSubscribers"/> from a 5.0 server that says so.</returns>
    /// <exception cref="ArgumentException">The topic is not one to publish on, there is no such QoS, or a property may not stand there.</exception>
    /// <exception cref="MqttRefusedException">The server refused the message (5.0) or announced that it does not take such; or the queue is full.</exception>
    /// <exception cref="MqttExpiredException">It expired before it could be sent.</exception>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the message may still have been sent.</exception>
    public async ValueTask<ReasonCode> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_session.Outbox.Enter(message.ToPacket()) is not { } pending)
        {
            return ReasonCode.Success;
        }

        Volatile.Read(ref _connection)?.Wake();
        try
        {
            return await pending.Done.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _session.Outbox.Abandon(pending);
            throw;
        }
    }

    /// <summary>Subscribes without options; see <see cref="SubscribeAsync(MqttSubscription, Func{MqttMessage, CancellationToken, ValueTask}, CancellationToken)"/>.</summary>
    public Task<MqttQos> SubscribeAsync(string filter, MqttQos qos, Func<MqttMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken) =>
        SubscribeAsync(new MqttSubscription(filter, qos), handler, cancellationToken);

    /// <summary>
    /// Subscribes, and again after each reconnect that finds no session. Completes when the server has granted it. Messages are handled one
    /// after the other in the order they came, and acknowledged after their handler. A filter that is subscribed already gets the new handler.
    /// </summary>
    /// <returns>The QoS that the server gave, which may be less than was asked for.</returns>
    /// <exception cref="ArgumentException">The filter is not one, or an option does not go with it.</exception>
    /// <exception cref="InvalidOperationException">There are as many subscriptions as may be.</exception>
    /// <exception cref="MqttRefusedException">The server refused, or announced that it does not take such.</exception>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the server may have granted it.</exception>
    public async Task<MqttQos> SubscribeAsync(MqttSubscription request, Func<MqttMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        if (request.Validate() is { } fault)
        {
            throw new ArgumentException(fault, nameof(request));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var subscription = new Subscription(request, handler);
        _session.Subscriptions.Add(subscription);
        try
        {
            await AskAsync(connection => connection.SubscribeAsync(subscription, cancellationToken), cancellationToken);
            return await subscription.Granted.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _session.Subscriptions.Remove(subscription);
            throw;
        }
    }

    /// <summary>
    /// Ends a subscription. Its handler gets nothing from now on; completes when the server has forgotten it, over a reconnect if need be.
    /// A filter that this client does not know is unsubscribed all the same: an earlier process may have left it in the session.
    /// </summary>
    /// <exception cref="ArgumentException">The filter is not one.</exception>
    /// <exception cref="InvalidOperationException">Too many filters are being unsubscribed.</exception>
    /// <exception cref="MqttRefusedException">The server refused.</exception>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the server is told all the same.</exception>
    public async Task UnsubscribeAsync(string filter, CancellationToken cancellationToken)
    {
        if (!TopicFilter.IsValid(filter))
        {
            throw new ArgumentException($"\"{filter}\" is not a topic filter.", nameof(filter));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var leaving = _session.Subscriptions.Leave(filter);
        await AskAsync(connection => connection.UnsubscribeAsync(leaving, cancellationToken), cancellationToken);
        await leaving.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Signs in again on the present connection, as a server may ask for from time to time (5.0, section 4.12.1).</summary>
    /// <exception cref="InvalidOperationException">The options have no <see cref="MqttClientOptions.Scram"/>, or it is under way already.</exception>
    /// <exception cref="MqttConnectionException">There is no connection, or it was lost over this.</exception>
    public async Task ReauthenticateAsync(CancellationToken cancellationToken)
    {
        // A client that did not begin with a method has none to sign in again with [MQTT-4.12.0-7].
        var login = _options.Scram ?? throw new InvalidOperationException("The client signed in without an authentication method (Scram).");
        var connection = Volatile.Read(ref _connection) ?? throw new MqttConnectionException("There is no connection to sign in on again.");
        await connection.ReauthenticateAsync(login, cancellationToken);
    }

    /// <summary>Ends the present connection without a goodbye, as a cut cable would: the Will is sent, the client connects again.</summary>
    public void DropConnection() => Volatile.Read(ref _connection)?.Drop();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask AskAsync(Func<MqttConnection, Task> ask, CancellationToken cancellationToken)
    {
        try
        {
            if (Volatile.Read(ref _connection) is { } connection)
            {
                await ask(connection);
            }
        }
        catch (Exception exception) when (exception is MqttConnectionException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The connection ended meanwhile; the next one asks again.
        }
    }

    private async Task StayConnectedAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            Change(new MqttConnectionChange(MqttConnectionState.Connecting, $"{_options.Host}:{_options.Port}"));
            var fault = await ConnectOnceAsync(cancellationToken);
            if (_time.GetElapsedTime(began) > _options.BackOffMax)
            {
                _backOff.Reset();
            }

            if (cancellationToken.IsCancellationRequested || fault is null)
            {
                Change(new MqttConnectionChange(MqttConnectionState.Disconnected, "Stopped."));
                break;
            }

            var wait = _backOff.Next();
            Change(new MqttConnectionChange(MqttConnectionState.Disconnected, fault.Message, wait) { Fault = fault });
            try
            {
                await Task.Delay(wait, _time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    /// <returns>How the connection ended; null when the caller ended it.</returns>
    private async Task<MqttConnectionException?> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        var wasReady = false;
        try
        {
            await using var link = await Handshake.OpenAsync(_connector, _options, _time, cancellationToken);
            var connack = await new Handshake(link, _options, _session, _time).RunAsync(cancellationToken);
            using var connection = new MqttConnection(link, connack, _options, _time, _session);
            await connection.RunAsync(
                () =>
                {
                    wasReady = true;
                    Interlocked.Increment(ref _connects);
                    Volatile.Write(ref _connection, connection);
                    Change(new MqttConnectionChange(MqttConnectionState.Connected, $"{_options.Host}:{_options.Port}"));
                    lock (_lock)
                    {
                        _connected.TrySetResult();
                    }
                },
                Farewell,
                cancellationToken);
            return null;
        }
        catch (MqttConnectionException exception)
        {
            return exception;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Volatile.Write(ref _connection, null);
            _session.Outbox.Close();
            if (wasReady)
            {
                lock (_lock)
                {
                    _connected = NewSource();
                }
            }
            else
            {
                Interlocked.Increment(ref _connectFailures);
            }
        }
    }

    private DisconnectPacket? Farewell()
    {
        lock (_lock)
        {
            return _farewell;
        }
    }

    private void Change(MqttConnectionChange change) => ConnectionChanged?.Invoke(change);
}
