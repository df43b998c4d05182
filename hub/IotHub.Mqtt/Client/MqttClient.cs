using System.Threading.Channels;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Client;

/// <summary>
/// An MQTT client for QoS 0 and 1 that stays connected: <see cref="RunAsync"/> connects, serves and connects again with back-off until
/// it is stopped. Subscriptions and unacknowledged messages outlive a connection.
/// </summary>
public sealed class MqttClient : IDisposable
{
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly IMqttConnector _connector;
    private readonly BackOff _backOff;
    private readonly Outbox _outbox;
    private readonly SubscriptionTable _subscriptions;
    private readonly TrafficCounters _counters = new();
    private readonly Channel<ReceivedMessage> _received;
    private readonly Lock _lock = new();
    private TaskCompletionSource _connected = NewSource();
    private MqttConnection? _connection;
    private long _connects;
    private long _connectFailures;

    /// <summary>A client that is not connected yet.</summary>
    /// <param name="options">Where to connect, and the bounds.</param>
    /// <param name="time">Clock of back-off and keep-alive.</param>
    /// <param name="random">Chance of the back-off; not shared with other threads.</param>
    /// <param name="connector">What to connect over; null for TCP.</param>
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
        _outbox = new Outbox(options.InFlightMax, options.WaitingMax);
        _subscriptions = new SubscriptionTable(options.SubscriptionsMax);

        // Overflow: the connection decides by QoS, see MqttClientOptions.ReceivedMax.
        _received = Channel.CreateBounded<ReceivedMessage>(new BoundedChannelOptions(options.ReceivedMax) { SingleReader = true });
    }

    /// <summary>Told of each change of the connection, in order, on the client's own loop: be quick and do not throw.</summary>
    public event Action<MqttConnectionChange>? ConnectionChanged;

    /// <summary>A handler threw; the message counts as handled. Filter, then the exception.</summary>
    public event Action<string, Exception>? HandlerFailed;

    /// <summary>True while the server is there and subscriptions are renewed.</summary>
    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <summary>Counts so far.</summary>
    public MqttClientStatistics Statistics => new(
        Interlocked.Read(ref _connects),
        Interlocked.Read(ref _connectFailures),
        _counters.SentCount,
        _outbox.Resent,
        _outbox.Acknowledged,
        _outbox.Dropped,
        _counters.ReceivedCount,
        _counters.DroppedCount,
        _outbox.Pending);

    /// <summary>Owns the connection until cancelled; then says goodbye and returns. Call it once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var handling = HandleAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            Change(new MqttConnectionChange(MqttConnectionState.Connecting, $"{_options.Host}:{_options.Port}"));
            var reason = await ConnectOnceAsync(cancellationToken);
            if (_time.GetElapsedTime(began) > _options.BackOffMax)
            {
                _backOff.Reset();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                Change(new MqttConnectionChange(MqttConnectionState.Disconnected, "Stopped."));
                break;
            }

            var wait = _backOff.Next();
            Change(new MqttConnectionChange(MqttConnectionState.Disconnected, reason, wait));
            try
            {
                await Task.Delay(wait, _time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        _outbox.Stop();
        await handling;
    }

    /// <summary>Completes when connected: at once if it is.</summary>
    public Task WaitConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _connected.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Publishes. QoS 0 completes when written, or at once (counted as dropped) without a connection. QoS 1 completes when the server has
    /// it, across reconnects. Waits while too many messages are on their way. Messages leave in the order of the calls.
    /// </summary>
    /// <exception cref="ArgumentException">The topic is not one to publish on, or QoS 2.</exception>
    /// <exception cref="MqttRefusedException">The server refused the message (5.0).</exception>
    /// <exception cref="MqttConnectionException">The client has stopped.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the message may still have been sent.</exception>
    public async ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos, bool retain, CancellationToken cancellationToken)
    {
        if (!TopicName.IsValid(topic))
        {
            throw new ArgumentException($"\"{topic}\" is not a topic name.", nameof(topic));
        }

        if (qos is not (MqttQos.AtMostOnce or MqttQos.AtLeastOnce))
        {
            throw new ArgumentException($"QoS {(int)qos} is not supported; expected 0 or 1.", nameof(qos));
        }

        var pending = await _outbox.EnterAsync(PublishPacket.Create(topic, payload, qos, retain), cancellationToken);
        if (pending is null)
        {
            return;
        }

        Volatile.Read(ref _connection)?.Wake();
        try
        {
            await pending.Done.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _outbox.Abandon(pending);
            throw;
        }
    }

    /// <summary>
    /// Subscribes, and again after each reconnect. Completes when the server has granted it. Messages are handled one after the other in
    /// the order they came, and acknowledged after their handler. A filter that is subscribed already gets the new handler.
    /// </summary>
    /// <exception cref="ArgumentException">The filter is not one, or QoS 2.</exception>
    /// <exception cref="InvalidOperationException">There are as many subscriptions as may be.</exception>
    /// <exception cref="MqttRefusedException">The server refused.</exception>
    public async Task SubscribeAsync(string filter, MqttQos qos, Func<MqttMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        if (!TopicFilter.IsValid(filter))
        {
            throw new ArgumentException($"\"{filter}\" is not a topic filter.", nameof(filter));
        }

        if (qos is not (MqttQos.AtMostOnce or MqttQos.AtLeastOnce))
        {
            throw new ArgumentException($"QoS {(int)qos} is not supported; expected 0 or 1.", nameof(qos));
        }

        var subscription = new Subscription(filter, qos, handler);
        _subscriptions.Add(subscription);
        try
        {
            await AskAsync(subscription, cancellationToken);
            await subscription.Granted.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _subscriptions.Remove(subscription);
            throw;
        }
    }

    /// <summary>Ends the present connection without a goodbye, as a cut cable would: the Will is sent, the client connects again.</summary>
    public void DropConnection() => Volatile.Read(ref _connection)?.Drop();

    /// <inheritdoc/>
    public void Dispose() => _outbox.Dispose();

    private async ValueTask AskAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            if (Volatile.Read(ref _connection) is { } connection)
            {
                await connection.SubscribeAsync([subscription], cancellationToken);
            }
        }
        catch (Exception exception) when (exception is MqttConnectionException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The connection ended meanwhile; the next one asks for this subscription.
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<string> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        var wasReady = false;
        try
        {
            await using var link = await OpenAsync(cancellationToken);
            using var connection = new MqttConnection(link, _options, _time, _outbox, _subscriptions, _received.Writer, _counters);
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
                cancellationToken);
            return string.Empty;
        }
        catch (MqttConnectionException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "Stopped.";
        }
        finally
        {
            Volatile.Write(ref _connection, null);
            _outbox.Close();
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

    private async ValueTask<MqttLink> OpenAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.ResponseTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _connector.ConnectAsync(_options, either.Token);
        }
        catch (IOException exception)
        {
            throw new MqttConnectionException($"{_options.Host}:{_options.Port} cannot be reached: {exception.Message}", null, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectionException($"{_options.Host}:{_options.Port} did not answer within {_options.ResponseTimeout.TotalSeconds} s.");
        }
    }

    private void Change(MqttConnectionChange change) => ConnectionChanged?.Invoke(change);

    private async Task HandleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (connection, packet) in _received.Reader.ReadAllAsync(cancellationToken))
            {
                await HandleAsync(packet, cancellationToken);
                if (packet.Qos == MqttQos.AtLeastOnce)
                {
                    connection.Acknowledge(packet.PacketId);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async ValueTask HandleAsync(PublishPacket packet, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(packet.GetTopicText(), packet.Payload, packet.Qos, packet.Retain);
        var isHandled = false;
        foreach (var subscription in _subscriptions.Matching(packet.Topic))
        {
            isHandled = true;
            try
            {
                await subscription.Handler(message, cancellationToken);
            }
#pragma warning disable CA1031 // The boundary of one message: a handler's fault must not stop the others' messages.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                HandlerFailed?.Invoke(subscription.Filter, exception);
            }
        }

        if (!isHandled)
        {
            _counters.Dropped();
        }
    }
}
