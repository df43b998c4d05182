using System.Globalization;
using System.Security.Cryptography;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Client.Connectors;
using IotHub.Mqtt.Packets;

namespace IotHub.Uplink.Mqtt;

/// <summary>Publishes events to any MQTT broker, 3.1.1 or 5.0, with QoS 1. Accepted is what the broker acknowledged with success.</summary>
public sealed class MqttUplink : IUplink
{
    // The usual CloudEvents type of a structured event; the array is this hub's profile.
    private const string SingleType = "application/cloudevents+json; charset=utf-8";
    private const string BatchType = "application/cloudevents-batch+json; charset=utf-8";

    private readonly MqttUplinkOptions _options;
    private readonly TimeProvider _time;
    private readonly Chance _chance;
    private readonly TopicTemplate _topic;
    private readonly MqttClientTls? _tls;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _idle;
    private Task _closing = Task.CompletedTask;
    private MqttSingleConnection? _connection;

    /// <summary>An uplink without a connection.</summary>
    /// <param name="options">Checked before: <see cref="MqttUplinkOptions.Faults"/>.</param>
    /// <param name="time">Clock of waits.</param>
    /// <param name="random">Chance of waits; not shared.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="IOException">A certificate's file cannot be read.</exception>
    /// <exception cref="CryptographicException">A certificate's file holds none.</exception>
    public MqttUplink(MqttUplinkOptions options, TimeProvider time, Random random)
    {
        if (options.Faults() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _time = time;
        _chance = new Chance(random);
        _topic = TopicTemplate.Parse(options.Topic, out _)!;
        _tls = options.Tls ? PemFiles.Tls(options.CertificateFile, options.CertificateKeyFile, options.AuthorityFile) : null;
        _idle = time.CreateTimer(_ => _closing = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public int BatchBytesMax => UplinkLimits.BatchBytesMax;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await OpenAsync(cancellationToken) ?? await SendAsync(_connection!, events, cancellationToken);
        }
        finally
        {
            _gate.Release();
            _idle.Change(_options.IdleTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _idle.DisposeAsync();
        await _closing;
        await _gate.WaitAsync();
        await CloseAsync();
        _tls?.ClientCertificate?.Dispose();
        _gate.Dispose();
        _stop.Dispose();
    }

    private async Task<SendResult?> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsOpen: true })
        {
            return null;
        }

        await CloseAsync();
        try
        {
            _connection = await MqttSingleConnection.OpenAsync(ClientOptions(), new TcpConnector(_tls), _time, new Random(_chance.Seed()), null, cancellationToken);
            return null;
        }
        catch (MqttConnectionException exception)
        {
            return exception.ReasonCode switch
            {
                ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized or ReasonCode.Banned or ReasonCode.BadAuthenticationMethod =>
                    new SendResult.Stopped($"{exception.Message} Look at UserName, Password and CertificateFile."),
                ReasonCode.ClientIdentifierNotValid => new SendResult.Stopped($"{exception.Message} Look at ClientId."),
                ReasonCode.UnsupportedProtocolVersion => new SendResult.Stopped($"{exception.Message} Look at Version5."),

                // Brokers of 3.1.1 alone close without a word on 5.0, some of them; so do brokers that are starting.
                null when _options.Version5 && exception.Message.Contains("without an answer to CONNECT", StringComparison.Ordinal) =>
                    new SendResult.Retry($"{exception.Message} If the broker speaks MQTT 3.1.1 only, unset Version5."),
                _ => new SendResult.Retry(exception.Message),
            };
        }
    }

    private MqttClientOptions ClientOptions() => new()
    {
        Host = _options.Host,
        Port = _options.Port,
        ClientId = _options.ClientId,
        Version = _options.Version5 ? MqttProtocolVersion.V50 : MqttProtocolVersion.V311,

        // Nothing is subscribed and nothing unacknowledged outlives a connection: the outbox sends it again.
        CleanStart = true,
        UserName = _options.UserName.Length > 0 ? _options.UserName : null,
        Password = _options.Password.Length > 0 ? _options.Password : null,
        KeepAlive = _options.KeepAlive,
        ResponseTimeout = _options.SendTimeout,
        InFlightMax = _options.InFlightMax,
    };

    private async Task<SendResult> SendAsync(MqttSingleConnection connection, IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        var (messages, tooLarge) = Compose(events);
        using var patience = new CancellationTokenSource(_options.SendTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);

        // All at once: the client keeps their order and its window. Looked at in order, so that all before a refused one are known to be taken.
        var sending = messages.ConvertAll(message => connection.Client.PublishAsync(message.Message, either.Token).AsTask());
        SendResult? result = null;
        for (var i = 0; i < sending.Count; i++)
        {
            // All are awaited, and the first that went wrong is what counts.
            var fault = await FaultOfAsync(sending[i], messages[i].First, messages[i].Count);
            result ??= fault;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (patience.IsCancellationRequested)
        {
            await CloseAsync();
        }

        return result ?? (tooLarge is { } index
            ? new SendResult.Rejected(index, $"It does not fit a message of {_options.MessageBodyBytesMax} bytes, or its topic is longer than brokers take.")
            : SendResult.Accepted.Instance);
    }

    /// <returns>What became of a message; null when it was taken.</returns>
    private async Task<SendResult?> FaultOfAsync(Task sending, int first, int count)
    {
        try
        {
            await sending;
            return null;
        }
        catch (MqttRefusedException refusal)
        {
            return Judge(refusal, first, count);
        }
        catch (MqttException exception)
        {
            return new SendResult.Retry($"The connection ended before all was acknowledged: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            return new SendResult.Retry($"The broker did not acknowledge within {_options.SendTimeout.TotalSeconds} s.");
        }
    }

    private static SendResult Judge(MqttRefusedException refusal, int first, int count) => refusal.ReasonCode switch
    {
        ReasonCode.NotAuthorized or ReasonCode.TopicNameInvalid => new SendResult.Stopped($"{refusal.Message} Look at Topic, and at what the user may publish to."),
        ReasonCode.QosNotSupported => new SendResult.Stopped($"{refusal.Message} Events need QoS 1."),
        ReasonCode.PayloadFormatInvalid or ReasonCode.PacketTooLarge when count == 1 => new SendResult.Rejected(first, refusal.Message),
        ReasonCode.PacketTooLarge => new SendResult.Stopped($"{refusal.Message} Make MessageBodyBytesMax smaller."),
        ReasonCode.QuotaExceeded => new SendResult.Retry(refusal.Message, UplinkLimits.Bound(TimeSpan.FromMinutes(1))),
        _ => new SendResult.Retry(refusal.Message),
    };

    /// <summary>Puts events into messages: each alone, or neighbours of one topic together.</summary>
    private (List<(MqttMessage Message, int First, int Count)> Messages, int? TooLarge) Compose(IReadOnlyList<OutboxEvent> events)
    {
        var messages = new List<(MqttMessage, int, int)>();
        for (var start = 0; start < events.Count;)
        {
            var topic = TopicOf(events[start]);
            var count = _options.Mode == UplinkMode.Batch ? CountOf(events, start, topic) : 1;
            var body = _options.Mode == UplinkMode.Batch ? BatchBody.Join(events, start, count) : events[start].Body;
            if (body.Length > _options.MessageBodyBytesMax || !TopicTemplate.Fits(topic))
            {
                return (messages, start);
            }

            messages.Add((new MqttMessage(topic, body, MqttQos.AtLeastOnce) { Properties = Properties(count) }, start, count));
            start += count;
        }

        return (messages, null);
    }

    private string TopicOf(OutboxEvent item) => _topic.Fill(item, _options.Hub, _options.Tenant);

    private int CountOf(IReadOnlyList<OutboxEvent> events, int start, string topic)
    {
        var count = BatchBody.Fit(events, start, _options.MessageBodyBytesMax);
        var same = 1;
        while (same < count && (!_topic.IsOfTheEvent || TopicOf(events[start + same]) == topic))
        {
            same++;
        }

        return same;
    }

    private MqttProperties Properties(int count) => !_options.Version5 ? MqttProperties.Empty : new MqttProperties
    {
        PayloadFormatIndicator = true,
        ContentType = _options.Mode == UplinkMode.Batch ? BatchType : SingleType,
        UserProperties = _options.Mode == UplinkMode.Batch
            ? [new UserProperty("ce-batch", "1"), new UserProperty("n", count.ToString(CultureInfo.InvariantCulture)), new UserProperty("profile", UplinkLimits.Profile)]
            : [],
    };

    private async ValueTask CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private async Task CloseIdleAsync()
    {
        try
        {
            await _gate.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await CloseAsync();
        }
        finally
        {
            _gate.Release();
        }
    }
}
