using System.Threading.Channels;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Devices;

/// <summary>The connection of one device: it stays connected while it is plugged, and sends what is given to it, in order. Without an endpoint it only counts.</summary>
internal sealed class DeviceLink : IDisposable
{
    private readonly string _did;
    private readonly bool _isStepped;
    private readonly DeviceStatistics _statistics;
    private readonly PluggedConnector _plug;
    private readonly MqttClient? _client;

    // Bounded by what one moment brings: whoever steps the device flushes it before time goes on.
    private readonly Queue<DeviceWire> _outbox = new();

    // Dropping is right: one signal stands for any number of connections made since.
    private readonly Channel<bool> _connections = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _lost = new();

    public DeviceLink(SimulatedDevicePlan plan, MqttEndpoint? endpoint, TimeProvider time, DeviceStatistics statistics, Func<WillMessage, WillMessage?> tamperWill)
    {
        (_did, _isStepped, _statistics) = (plan.Did, plan.IsStepped, statistics);
        _plug = new PluggedConnector(endpoint?.Connector);
        if (endpoint is null)
        {
            return;
        }

        _client = new MqttClient(
            new MqttClientOptions
            {
                Host = endpoint.Host,
                Port = endpoint.Port,
                Version = endpoint.Version,
                ClientId = plan.Did,
                ReceivedMax = SimLimits.RequestsWaitingMax,
                InFlightMax = 16,
                WaitingMax = 64,
                Will = tamperWill(new WillMessage { Topic = DeviceTopics.Status(plan.Did), Payload = "offline"u8.ToArray(), Qos = MqttQos.AtLeastOnce, Retain = true }),
                BackOffMax = TimeSpan.FromSeconds(5),

                // In virtual time nobody waits for a device to come back but the one who drives the clock.
                BackOffMin = plan.IsStepped ? TimeSpan.FromMilliseconds(20) : TimeSpan.FromMilliseconds(500),
            },
            time,
            new Random(plan.Seed),
            _plug);
        _client.ConnectionChanged += OnConnectionChanged;
    }

    public bool IsConnected => _client?.IsConnected ?? IsPlugged;

    public bool IsPlugged => _plug.IsPlugged;

    /// <summary>Cancelled when the connection is lost the next time.</summary>
    public CancellationToken Lost => Volatile.Read(ref _lost).Token;

    /// <summary>Why there is no connection, or why the last message was refused; empty while all is well.</summary>
    public string Trouble { get; private set; } = string.Empty;

    public bool HasMessages => _outbox.Count > 0;

    /// <summary>Told of each message that goes out; null for nobody.</summary>
    public Action<DeviceWire>? Sending { get; set; }

    /// <summary>Owns the connection until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _client?.RunAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Takes requests from now on, and then says of each connection that it was made.</summary>
    public async IAsyncEnumerable<bool> ConnectionsAsync(
        Func<MqttMessage, CancellationToken, ValueTask> receive, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            _connections.Writer.TryWrite(true);
        }
        else
        {
            // Asked for before the first announcement: the hub may send a request as soon as it knows the device.
            await _client.SubscribeAsync(DeviceTopics.Requests(_did), MqttQos.AtLeastOnce, receive, cancellationToken);
        }

        while (true)
        {
            yield return await _connections.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Sends a message, or keeps it for <see cref="FlushAsync"/> where the device is stepped. What is sent while it is unplugged is lost.</summary>
    public async ValueTask SendAsync(DeviceWire message, CancellationToken cancellationToken)
    {
        if (!_plug.IsPlugged)
        {
            _statistics.CountLost();
            return;
        }

        Sending?.Invoke(message);
        if (_isStepped)
        {
            _outbox.Enqueue(message);
        }
        else
        {
            await PublishAsync(message, cancellationToken);
        }
    }

    /// <summary>Sends what was kept, in order; each is acknowledged before the next goes out.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (_outbox.TryDequeue(out var message))
        {
            await PublishAsync(message, cancellationToken);
        }
    }

    public void Drop() => _client?.DropConnection();

    public void Unplug()
    {
        _plug.Unplug();
        Drop();
    }

    public void Plug() => _plug.Plug();

    /// <summary>Does what ends or allows a connection, and waits until there is a new one.</summary>
    public async ValueTask ReturnAfterAsync(Action act, CancellationToken cancellationToken)
    {
        var returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _returned = returned;
        act();
        await (_client is null ? Task.CompletedTask : returned.Task.WaitAsync(cancellationToken));
    }

    public void Dispose()
    {
        _client?.Dispose();
        _plug.Dispose();
        _lost.Dispose();
    }

    private void OnConnectionChanged(MqttConnectionChange change)
    {
        Trouble = change.State == MqttConnectionState.Disconnected ? change.Reason : change.State == MqttConnectionState.Connected ? string.Empty : Trouble;
        if (change.State == MqttConnectionState.Connected)
        {
            _statistics.CountConnect();
            _connections.Writer.TryWrite(true);
            _returned.TrySetResult();
        }
        else if (change.State == MqttConnectionState.Disconnected)
        {
            // The old one is left to whoever is still reading it: cancelled, it holds nothing.
            Interlocked.Exchange(ref _lost, new CancellationTokenSource()).Cancel();
        }
    }

    private async ValueTask PublishAsync(DeviceWire message, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            _statistics.CountPublished();
            return;
        }

        var power = _plug.Power;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(power, cancellationToken);
        try
        {
            await _client.PublishAsync(message.Topic, message.Payload, message.Qos, message.Retain, either.Token);
            _statistics.CountPublished();
        }
        catch (OperationCanceledException) when (power.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A device without power forgets what it was about to say.
            _statistics.CountLost();
        }
        catch (Exception exception) when (exception is MqttRefusedException or ArgumentException)
        {
            // The broker refused it (too large, a topic that is not the device's), or it cannot be sent at all, as tampered messages may be.
            _statistics.CountRefused();
            Trouble = exception.Message;
        }
    }
}
