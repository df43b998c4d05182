using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using IotHub.Broker.Access;
using IotHub.Broker.Admission;
using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace IotHub.Broker;

/// <summary>
/// An MQTT broker for 3.1, 3.1.1 and 5.0. It owns no sockets: connections are handed to it, and the hub itself publishes and subscribes
/// without one.
/// </summary>
public sealed class MqttBroker : IDisposable
{
    /// <summary>How often the broker tells of itself and clears what has expired.</summary>
    private const long ReportMs = 10_000;

    private readonly ConcurrentDictionary<ClientConnection, byte> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly BrokerCore _core;
    private readonly ITimer _heartbeat;
    private readonly Lock _lock = new();
    private int _inProcessSubscribers;
    private long _nextReport;

    /// <summary>Makes a broker; its clock starts at once.</summary>
    /// <param name="limits">Every bound.</param>
    /// <param name="policy">Who may do what.</param>
    /// <param name="timeProvider">Clock for keep alive, Wills and expiry.</param>
    /// <param name="logger">Log.</param>
    /// <param name="methods">Methods of enhanced authentication; null or empty for none.</param>
    /// <exception cref="ArgumentException">A limit makes no sense; the message names it.</exception>
    public MqttBroker(
        BrokerLimits limits, IAccessPolicy policy, TimeProvider timeProvider, ILogger<MqttBroker> logger, IReadOnlyList<IAuthenticationMethod>? methods = null)
    {
        if (limits.Validate() is [var first, ..])
        {
            throw new ArgumentException(first, nameof(limits));
        }

        _core = new BrokerCore(limits, policy, methods ?? [], timeProvider, logger) { Admission = Admit, Presence = presence => PresenceChanged?.Invoke(presence) };
        Listening = new ConnectionAdmission(limits, _core.Clock);
        _heartbeat = timeProvider.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Called when a client has connected, and when its connection has ended; must not block.</summary>
    public event Action<ClientPresence>? PresenceChanged;

    /// <summary>Who is let in, for every listener.</summary>
    internal ConnectionAdmission Listening { get; }

    internal BrokerLimits Limits => _core.Limits;

    internal TimeProvider Time => _core.Clock.Time;

    /// <summary>Serves one connection until it ends.</summary>
    /// <param name="transport">Bytes in and out; both ends are completed at the end.</param>
    /// <param name="remote">Where it comes from, for the log; null when unknown.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    public Task ServeAsync(IDuplexPipe transport, EndPoint? remote, CancellationToken cancellationToken) =>
        ServeAsync(transport, remote, null, cancellationToken);

    /// <summary>Publishes a message of the hub itself; completes when subscribers inside the process have handled it.</summary>
    /// <exception cref="ArgumentException">The topic is not a topic name, or the properties may not be sent.</exception>
    public ValueTask PublishAsync(BrokerPublish message, CancellationToken cancellationToken)
    {
        if (!TopicName.IsValid(message.Topic))
        {
            throw new ArgumentException($"'{message.Topic}' is not a topic name.", nameof(message));
        }

        var given = message.Properties;
        var properties = MqttEncoder.EncodePublishProperties(
            ReferenceEquals(given, MqttProperties.Empty) ? given : given with { MessageExpiryInterval = null, TopicAlias = null, SubscriptionIdentifiers = [] });
        var outgoing = new OutgoingMessage(_core.Clock, _core.Messages)
        {
            Topic = Encoding.UTF8.GetBytes(message.Topic),
            Payload = message.Payload.Span,
            Properties = properties.Span,
            Qos = message.Qos,
            Retain = message.Retain,
            ExpiresAt = given.MessageExpiryInterval is { } seconds ? _core.Clock.Now + (seconds * 1000L) : OutgoingMessage.Never,
        };
        var dirty = new List<ConnectionOutput>();
        _core.Router.Publish(ref outgoing, AccessSubject.InProcess, null, null, dirty, out var handling, cancellationToken);
        outgoing.Release();
        Router.Flush(dirty);
        return handling;
    }

    /// <summary>
    /// Subscribes inside the process. Retained messages come first. The handler is awaited before the publisher's next packet is handled and
    /// before its message is acknowledged: a slow handler slows the publishers it hears, and nothing is dropped. Messages of one publisher come
    /// in order; those of several may come at once.
    /// </summary>
    /// <param name="filter">Topic filter.</param>
    /// <param name="handler">Called for each message; its failures are logged.</param>
    /// <returns>Dispose it to unsubscribe.</returns>
    /// <exception cref="ArgumentException">Not a topic filter, or a shared one.</exception>
    /// <exception cref="InvalidOperationException">There are too many subscribers.</exception>
    public IDisposable Subscribe(string filter, Func<ReceivedPublish, CancellationToken, ValueTask> handler)
    {
        if (!TopicFilter.IsValid(filter) || TopicFilter.IsShared(Encoding.UTF8.GetBytes(filter)))
        {
            throw new ArgumentException($"'{filter}' is not a topic filter for a subscriber inside the process.", nameof(filter));
        }

        if (Interlocked.Increment(ref _inProcessSubscribers) > _core.Limits.InProcessSubscribersMax)
        {
            Interlocked.Decrement(ref _inProcessSubscribers);
            throw new InvalidOperationException($"There are already {_core.Limits.InProcessSubscribersMax} subscribers inside the process.");
        }

        var retainedFirst = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscriber = new InProcessSubscriber(handler) { Retained = retainedFirst.Task };
        var subscription = new Subscription { Filter = filter, InProcess = subscriber, Qos = MqttQos.ExactlyOnce };
        var messages = new List<StoredMessage>();
        _core.Router.SubscribeAndReplay(
            () => _core.Subscriptions.Add(subscription),
            () => _core.Retained.ForEachMatch(subscription.FilterBytes, _core.Clock.Now, messages.Add));
        _ = ReplayAsync(subscriber, messages, retainedFirst);
        return new Unsubscriber(() =>
        {
            subscriber.Remove();
            _core.Subscriptions.Remove(subscription);
            Interlocked.Decrement(ref _inProcessSubscribers);
        });
    }

    /// <summary>Counts at this moment.</summary>
    public BrokerStatistics GetStatistics()
    {
        var (count, bytes) = _core.Retained.Size;
        return new BrokerStatistics
        {
            Connections = _connections.Count,
            Sessions = _core.Sessions.Count,
            Subscriptions = _core.Subscriptions.Count,
            RetainedMessages = count,
            RetainedBytes = bytes,
            MessagesReceived = _core.Counters.Received,
            MessagesSent = _core.Counters.Sent,
            TimesHeldBack = _core.Counters.TimesHeldBack,
            Dropped = _core.Counters.Dropped(),
            Faults = _core.Counters.Faults(),
            Refused = Listening.Refused(),
        };
    }

    /// <summary>Tells all clients that the server shuts down and waits for their connections to end, not longer than the limit.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var ended = new List<Task>();
        foreach (var connection in _connections.Keys)
        {
            ended.Add(connection.Released);
            connection.Close(ReasonCode.ServerShuttingDown);
        }

        try
        {
            await Task.WhenAll(ended).WaitAsync(_core.Limits.StopTimeout, _core.Clock.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What has not ended by now ends with its transport.
        }
    }

    /// <summary>Stops the clock.</summary>
    public void Dispose()
    {
        _heartbeat.Dispose();
        _stopping.Dispose();
        Listening.Dispose();
    }

    /// <summary>Serves one connection; <paramref name="abort"/> cuts it without waiting for what was written.</summary>
    internal async Task ServeAsync(IDuplexPipe transport, EndPoint? remote, Action? abort, CancellationToken cancellationToken)
    {
        // Twice the limit: those above it are told "busy", those far above it are not worth an answer.
        if (_stopping.IsCancellationRequested || _connections.Count >= 2 * _core.Limits.ConnectionsMax)
        {
            await transport.Input.CompleteAsync();
            await transport.Output.CompleteAsync();
            return;
        }

        var connection = Open(new PipeOutput(transport.Output, abort), remote);
        try
        {
            using var registration = cancellationToken.Register(() => connection.Close(null));
            await new PipeDriver(connection, transport.Input, _core).RunAsync();
        }
        finally
        {
            Forget(connection);
        }
    }

    /// <summary>A connection that was let in; whoever reads for it calls <see cref="CloseAsync"/> at the end.</summary>
    internal ClientConnection Open(OutputTransport transport, EndPoint? remote)
    {
        var connection = new ClientConnection(transport, remote, _core);
        _connections[connection] = 0;
        return connection;
    }

    /// <summary>Ends a connection from which nothing more comes; completes when what was written has gone.</summary>
    internal async Task CloseAsync(ClientConnection connection)
    {
        try
        {
            await connection.EndAsync();
        }
        finally
        {
            Forget(connection);
        }
    }

    /// <summary>The broker failed on what a client sent.</summary>
    internal void LogFailure(Exception error, string client) => _core.LogFailure(error, client);

    private void Forget(ClientConnection connection)
    {
        _connections.TryRemove(connection, out _);
        connection.Dispose();
    }

    private async Task ReplayAsync(InProcessSubscriber subscriber, List<StoredMessage> messages, TaskCompletionSource done)
    {
        try
        {
            await _core.Router.HandleRetainedAsync(subscriber, messages, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the rest is of no use to anybody.
        }
        finally
        {
            done.TrySetResult();
        }
    }

    private ReasonCode Admit() =>
        _stopping.IsCancellationRequested ? ReasonCode.ServerUnavailable
        : _connections.Count > _core.Limits.ConnectionsMax ? ReasonCode.ServerBusy
        : ReasonCode.Success;

    /// <summary>Once a second: keep alive, connect time-out, stalled peers, delayed Wills, sessions that end.</summary>
    private void Sweep()
    {
        // A sweep that takes longer than a second is not run twice at once.
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            var now = _core.Clock.Now;
            foreach (var connection in _connections.Keys)
            {
                connection.Check(now);
            }

            foreach (var due in _core.Sessions.Sweep())
            {
                _ = _core.PublishWillAsync(due).AsTask();
            }

            if (now >= _nextReport)
            {
                _nextReport = now + ReportMs;
                _core.Retained.RemoveExpired(now);
                _core.SystemTopics.Publish(GetStatistics());
            }
        }
        finally
        {
            _lock.Exit();
        }
    }

    private sealed class Unsubscriber(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
