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
    private bool _hearsStored = true;
    private bool _showsRetain;
    private int _lastId;

    public CertificationSession(CertificationOptions options, IPatience patience)
    {
        _options = options;
        _patience = patience;
        _began = patience.Time.GetTimestamp();
        _requests = DeviceTopics.Requests(options.Did);
        var random = new Random(options.Seed);
        _idPrefix = string.Create(CultureInfo.InvariantCulture, $"c{random.Next(0x10000, 0xFFFFF):x}");
        _client = new MqttClient(
            new MqttClientOptions
            {
                Host = options.Endpoint.Host,
                Port = options.Endpoint.Port,
                Version = options.Endpoint.Version,
                ClientId = $"certify-{_idPrefix}",
                UserName = options.UserName,
                Password = options.Password,
                ReceivedMax = 1_024,
            },
            patience.Time,
            random,
            options.Endpoint.Connector);
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

        await ListenAsync(RetainHandling.Send, retainAsPublished: false, cancellationToken);
    }

    /// <summary>From now on, messages tell whether they were published to be retained.</summary>
    public async Task HearLiveAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(RetainHandling.DoNotSend, retainAsPublished: true, cancellationToken);
        lock (_lock)
        {
            _hearsStored = !SeesRetain;
            _showsRetain = SeesRetain;
        }
    }

    /// <summary>Has the broker send again what it keeps now.</summary>
    public async Task HearStoredAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _hearsStored = true;
            _showsRetain = false;
        }

        await ListenAsync(RetainHandling.Send, retainAsPublished: false, cancellationToken);
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
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync(RetainHandling handling, bool retainAsPublished, CancellationToken cancellationToken)
    {
        try
        {
            if (HearsAll)
            {
                await SubscribeAsync("#", handling, retainAsPublished, cancellationToken);
                return;
            }
        }
        catch (MqttRefusedException)
        {
            // A broker with rights for each client gives the hub the devices' topics and no more.
            HearsAll = false;
        }

        try
        {
            await SubscribeAsync($"devices/{_options.Did}/#", handling, retainAsPublished, cancellationToken);
        }
        catch (MqttRefusedException exception)
        {
            throw new SimulationException($"The broker does not let the certification listen to devices/{_options.Did}/#: {exception.Message}", exception);
        }
    }

    private async Task SubscribeAsync(string filter, RetainHandling handling, bool retainAsPublished, CancellationToken cancellationToken)
    {
        var subscription = new MqttSubscription(filter, MqttQos.AtLeastOnce) { NoLocal = true, RetainAsPublished = retainAsPublished, RetainHandling = handling };
        var subscribed = _client.SubscribeAsync(subscription, TakeAsync, cancellationToken);
        await _patience.WaitAsync(subscribed, ConnectTime, cancellationToken);
        if (!subscribed.IsCompleted)
        {
            throw new SimulationException($"The broker at {_options.Endpoint.Host}:{_options.Endpoint.Port} does not answer the subscription to {filter}.");
        }

        await subscribed;
    }

    private ValueTask TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            if (_messages.Count >= CertificationLimits.MessagesKept)
            {
                return ValueTask.CompletedTask;
            }

            DeviceTopic? parsed = DeviceTopics.TryParse(message.Topic, out var topic) ? topic : null;
            var seen = new SeenMessage(
                _messages.Count, Now, message.Topic, parsed, message.Payload, message.Qos != MqttQos.AtMostOnce, message.Retain, _hearsStored && message.Retain, _showsRetain);
            _messages.Add(seen);
            Heard?.Invoke(seen);
            arrived = _arrival;
            _arrival = NewSource();
        }

        arrived.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
