using System.Globalization;
using System.Text;
using IotHub.Contracts.Topics;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>
/// The hub's side of a certification: one connection that hears all that the device says and sends it requests. Messages come in on the
/// client's loop and questions are asked on the certification's; one lock stands between the two.
/// </summary>
internal sealed class CertificationSession : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    private readonly CertificationOptions _options;
    private readonly IPatience _patience;
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _requests;
    private readonly string _idPrefix;
    private readonly long _began;
    private readonly Lock _lock = new();
    private readonly List<SeenMessage> _messages = [];
    private readonly Dictionary<string, Exchange> _exchanges = new(StringComparer.Ordinal);
    private TaskCompletionSource _arrival = NewSource();
    private Task _running = Task.CompletedTask;
    private string _trouble = string.Empty;
    private MqttClient? _stored;
    private CancellationTokenSource? _storedStop;
    private Task _storedRunning = Task.CompletedTask;
    private int _lastId;

    public CertificationSession(CertificationOptions options, IPatience patience)
    {
        _options = options;
        _patience = patience;
        _began = patience.Time.GetTimestamp();
        _requests = DeviceTopics.Requests(options.Did);
        var random = new Random(options.Seed);
        _idPrefix = string.Create(CultureInfo.InvariantCulture, $"c{random.Next(0x10000, 0xFFFFF):x}");
        _client = new MqttClient(OptionsOf(string.Empty), patience.Time, random, options.Endpoint.Connector);
        _client.ConnectionChanged += change => _trouble = change.State == MqttConnectionState.Disconnected ? change.Reason : _trouble;
    }

    /// <summary>How the session waits.</summary>
    public IPatience Patience => _patience;

    /// <summary>Told of each message, in order, under the session's lock.</summary>
    public Action<SeenMessage>? Heard { get; set; }

    /// <summary>Time since the run began.</summary>
    public TimeSpan Now => _patience.Time.GetElapsedTime(_began);

    public DateTimeOffset UtcNow => _patience.Time.GetUtcNow();

    /// <summary>How many messages came so far: the order of the next one.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>Whether the retain flag of messages is seen as it was published (only MQTT 5.0 says it).</summary>
    public bool SeesRetain => _options.Endpoint.Version == MqttProtocolVersion.V50;

    /// <summary>Whether everything on the broker is heard, or only what is below the device's own topics.</summary>
    public bool HearsAll { get; private set; } = true;

    /// <summary>Connects and listens; what the broker kept from before comes first.</summary>
    /// <exception cref="SimulationException">The broker cannot be reached or does not let the certification listen.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _running = _client.RunAsync(_stop.Token);
        var connected = _client.WaitConnectedAsync(cancellationToken);
        await _patience.WaitAsync(connected, ConnectTime, cancellationToken);
        if (!connected.IsCompletedSuccessfully)
        {
            throw new SimulationException($"The broker at {_options.Endpoint.Host}:{_options.Endpoint.Port} cannot be used: {(_trouble.Length == 0 ? "it does not answer" : _trouble)}");
        }

        await ListenAsync(cancellationToken);
        await HearStoredAsync(cancellationToken);
    }

    /// <summary>
    /// Has the broker send what it keeps now, over a connection of its own: not every broker takes other options for a subscription that
    /// there is. Ends with <see cref="EndStoredAsync"/>.
    /// </summary>
    public async Task HearStoredAsync(CancellationToken cancellationToken)
    {
        await EndStoredAsync();
        _storedStop = new CancellationTokenSource();
        _stored = new MqttClient(OptionsOf("-kept"), _patience.Time, new Random(_options.Seed), _options.Endpoint.Connector);
        _storedRunning = _stored.RunAsync(_storedStop.Token);
        await SubscribeAsync(_stored, new MqttSubscription($"devices/{_options.Did}/#", MqttQos.AtLeastOnce), TakeStoredAsync, cancellationToken);
    }

    /// <summary>Hears no more of what the broker keeps.</summary>
    public async Task EndStoredAsync()
    {
        if (_stored is not null && _storedStop is not null)
        {
            await _storedStop.CancelAsync();
            await _storedRunning;
            _stored.Dispose();
            _storedStop.Dispose();
            (_stored, _storedStop) = (null, null);
        }
    }

    /// <summary>Asks something of the session's memory, under its lock.</summary>
    public T Ask<T>(Func<IReadOnlyList<SeenMessage>, T> question)
    {
        lock (_lock)
        {
            return question(_messages);
        }
    }

    /// <summary>The request with an id; null where none was sent. Under the session's lock.</summary>
    public Exchange? Find(string id) => _exchanges.GetValueOrDefault(id);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Asked under the lock, whenever a message came.</param>
    /// <param name="atMost">How long at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was so within the time.</returns>
    public async Task<bool> UntilAsync(Func<IReadOnlyList<SeenMessage>, bool> isSo, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var end = Now + atMost;
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (isSo(_messages))
                {
                    return true;
                }

                arrival = _arrival.Task;
            }

            var left = end - Now;
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await _patience.WaitAsync(arrival, left, cancellationToken);
        }
    }

    /// <summary>Listens for a time and does nothing else.</summary>
    public Task RestAsync(TimeSpan time, CancellationToken cancellationToken) => UntilAsync(_ => false, time, cancellationToken);

    /// <summary>A new id of a request.</summary>
    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"{_idPrefix}-{++_lastId}");

    /// <summary>Sends a request that is to be answered.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="payload">The whole payload.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Exchange> SendAsync(string id, string payload, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        Exchange? exchange;
        lock (_lock)
        {
            if (_exchanges.TryGetValue(id, out exchange))
            {
                exchange.ExpectAnother();
            }
            else
            {
                exchange = new Exchange(id, bytes, Now);
                _exchanges.Add(id, exchange);
            }
        }

        await SendRawAsync(bytes, cancellationToken);
        return exchange;
    }

    /// <summary>Sends something to the device's requests that is no request.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        try
        {
            await _client.PublishAsync(_requests, payload, MqttQos.AtLeastOnce, retain: false, cancellationToken);
        }
        catch (MqttRefusedException exception)
        {
            throw new SimulationException($"The broker does not let the certification publish on {_requests}: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndStoredAsync();
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MqttClientOptions OptionsOf(string suffix) => new()
    {
        Host = _options.Endpoint.Host,
        Port = _options.Endpoint.Port,
        Version = _options.Endpoint.Version,
        ClientId = $"certify-{_idPrefix}{suffix}",
        UserName = _options.UserName,
        Password = _options.Password,
        ReceivedMax = 1_024,
    };

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(_client, Live("#"), TakeLiveAsync, cancellationToken);
            return;
        }
        catch (MqttRefusedException)
        {
            // A broker with rights for each client gives the hub the devices' topics and no more.
            HearsAll = false;
        }

        try
        {
            await SubscribeAsync(_client, Live($"devices/{_options.Did}/#"), TakeLiveAsync, cancellationToken);
        }
        catch (MqttRefusedException exception)
        {
            throw new SimulationException($"The broker does not let the certification listen to devices/{_options.Did}/#: {exception.Message}", exception);
        }
    }

    private static MqttSubscription Live(string filter) =>
        new(filter, MqttQos.AtLeastOnce) { NoLocal = true, RetainAsPublished = true, RetainHandling = RetainHandling.DoNotSend };

    private async Task SubscribeAsync(MqttClient client, MqttSubscription subscription, Func<MqttMessage, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        var subscribed = client.SubscribeAsync(subscription, handler, cancellationToken);
        await _patience.WaitAsync(subscribed, ConnectTime, cancellationToken);
        if (!subscribed.IsCompleted)
        {
            throw new SimulationException($"The broker at {_options.Endpoint.Host}:{_options.Endpoint.Port} does not answer the subscription to {subscription.Filter}.");
        }

        await subscribed;
    }

    private ValueTask TakeStoredAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        // Live ones come over the other connection, too.
        if (message.Retain)
        {
            Take(message, isStored: true);
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask TakeLiveAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        // A 3.1.1 broker sends what it keeps although it was not asked to.
        Take(message, isStored: !SeesRetain && message.Retain);
        return ValueTask.CompletedTask;
    }

    private void Take(MqttMessage message, bool isStored)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            if (_messages.Count >= CertificationLimits.MessagesKept)
            {
                return;
            }

            DeviceTopic? parsed = DeviceTopics.TryParse(message.Topic, out var topic) ? topic : null;
            var seen = new SeenMessage(
                _messages.Count, Now, message.Topic, parsed, message.Payload, message.Qos != MqttQos.AtMostOnce, message.Retain, isStored, SeesRetain && !isStored);
            _messages.Add(seen);
            Heard?.Invoke(seen);
            arrived = _arrival;
            _arrival = NewSource();
        }

        arrived.TrySetResult();
    }
}
