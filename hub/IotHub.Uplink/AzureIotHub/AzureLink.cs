using System.Security.Cryptography.X509Certificates;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>
/// One connection to the hub, from CONNECT to its end. Each has a client of its own, since each signs in with a new token; what was not
/// acknowledged is the outbox's to send again.
/// </summary>
internal sealed class AzureLink : IAsyncDisposable
{
    private const string CloudMessages = "/messages/devicebound/";
    private readonly AzureIotHubHandlers _handlers;
    private readonly TwinMemory _memory;
    private readonly TimeProvider _time;
    private readonly Chance _chance;
    private readonly CancellationTokenSource _stop = new();
    private readonly MethodDesk _methods;
    private readonly List<Task> _subscribing = [];
    private MqttSingleConnection _connection = null!;
    private TwinChannel _twin = null!;
    private Task _keeping = Task.CompletedTask;

    private AzureLink(DeviceIdentity identity, AzureIotHubHandlers handlers, TwinMemory memory, TimeProvider time, Chance chance)
    {
        Root = identity.Root;
        _handlers = handlers;
        _memory = memory;
        _time = time;
        _chance = chance;
        _methods = new MethodDesk(handlers, time, (topic, body) => _ = AnswerAsync(topic, body));
        Opened = time.GetTimestamp();
    }

    /// <summary>Before the device's topics.</summary>
    public string Root { get; }

    /// <summary>When the token is to be renewed; null with a certificate.</summary>
    public DateTimeOffset? RenewAt { get; private init; }

    /// <summary>Timestamp of its beginning.</summary>
    public long Opened { get; }

    /// <summary>Completes when the other side, or the network, has ended it.</summary>
    public Task<MqttConnectionException> Ended => _connection.Ended;

    /// <summary>Whether it is of use.</summary>
    public bool IsOpen => _connection.IsOpen;

    /// <summary>Connects, signs in and subscribes.</summary>
    /// <exception cref="MqttConnectionException">It could not be done.</exception>
    public static async Task<AzureLink> OpenAsync(
        AzureIotHubUplinkOptions options,
        X509Certificate2Collection? authorities,
        DeviceIdentity identity,
        AzureIotHubHandlers handlers,
        TwinMemory memory,
        TimeProvider time,
        Chance chance,
        CancellationToken cancellationToken)
    {
        var host = options.GatewayHost.Length > 0 ? options.GatewayHost : identity.Gateway ?? identity.HostName;
        var (target, connector) = AzureEndpoint.Of(options, host, authorities, identity.Certificate);
        var expiresAt = time.GetUtcNow() + options.TokenLife;
        var client = new MqttClientOptions
        {
            Host = target.Host,
            Port = target.Port,
            ClientId = identity.ClientId,
            Version = MqttProtocolVersion.V311,
            CleanStart = false,
            UserName = identity.UserName,
            Password = identity.Certificate is null ? SharedAccessSignature.Create(identity.Resource, identity.Key.Span, expiresAt, identity.KeyName) : null,
            KeepAlive = options.KeepAlive,
            ResponseTimeout = options.SendTimeout,
            InFlightMax = options.InFlightMax,

            // Whatever the service may send: 50 messages to the device, methods, twin.
            ReceivedMax = 256,
            PacketBytesMax = 2 * AzureIotHubLimits.MessageBytesMax,
        };
        var (earliest, latest) = (options.TokenLife * AzureIotHubLimits.Renewal.Earliest, options.TokenLife * AzureIotHubLimits.Renewal.Latest);
        var link = new AzureLink(identity, handlers, memory, time, chance)
        {
            RenewAt = identity.Certificate is null ? expiresAt - options.TokenLife + chance.Between(earliest, latest) : null,
        };
        link._connection = await MqttSingleConnection.OpenAsync(client, connector, time, new Random(chance.Seed()), link.Subscribe, cancellationToken);
        try
        {
            await link.BeginAsync(options.HealthInterval, cancellationToken);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes with QoS 1; completes with the acknowledgement.</summary>
    /// <exception cref="MqttException">The connection ended before it came.</exception>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _connection.Client.PublishAsync(topic, body, MqttQos.AtLeastOnce, retain: false, cancellationToken);

    /// <summary>Closes it with a goodbye.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping;
        await _connection.DisposeAsync();
        await _methods.FinishAsync();
        _stop.Dispose();
    }

    private async Task BeginAsync(TimeSpan healthInterval, CancellationToken cancellationToken)
    {
        foreach (var subscription in _subscribing)
        {
            await RefusalOfAsync(subscription, cancellationToken);
        }

        if (_handlers.Health is not null || _handlers.Desired is not null)
        {
            _keeping = _twin.RunAsync(healthInterval, _stop.Token);
        }
    }

    private void Subscribe(MqttClient client)
    {
        _twin = new TwinChannel(client, _handlers, _memory, _time, _chance);
        client.HandlerFailed += (_, exception) => _handlers.Told?.Invoke($"Azure IoT Hub: a message from the cloud was not taken in: {exception.Message}");
        if (_handlers.Methods.Count > 0)
        {
            _subscribing.Add(client.SubscribeAsync(MethodDesk.Filter, MqttQos.AtLeastOnce, _methods.TakeAsync, _stop.Token));
        }

        if (_handlers.CloudMessage is { } take)
        {
            _subscribing.Add(client.SubscribeAsync(Root + CloudMessages + "#", MqttQos.AtLeastOnce, (message, token) => take(Read(message), token), _stop.Token));
        }

        if (_handlers.Health is not null || _handlers.Desired is not null)
        {
            _subscribing.Add(client.SubscribeAsync(TwinChannel.AnswerFilter, MqttQos.AtMostOnce, (message, _) => _twin.TakeAnswerAsync(message), _stop.Token));
        }

        if (_handlers.Desired is not null)
        {
            _subscribing.Add(client.SubscribeAsync(TwinChannel.DesiredFilter, MqttQos.AtMostOnce, (message, _) => _twin.TakeChangeAsync(message), _stop.Token));
        }
    }

    private async Task RefusalOfAsync(Task subscription, CancellationToken cancellationToken)
    {
        try
        {
            await subscription.WaitAsync(cancellationToken);
        }
        catch (MqttRefusedException refusal)
        {
            // Events go all the same; what does not is said.
            _handlers.Told?.Invoke($"Azure IoT Hub: {refusal.Message}");
        }
        catch (MqttConnectionException)
        {
            // The connection has ended already, which who sends finds out.
        }
    }

    private CloudMessage Read(MqttMessage message)
    {
        var properties = DeviceTopics.Properties(message.Topic[(Root.Length + CloudMessages.Length)..]);
        return new CloudMessage(properties.GetValueOrDefault("$.mid", ""), message.Payload, properties);
    }

    private async Task AnswerAsync(string topic, ReadOnlyMemory<byte> body)
    {
        try
        {
            await _connection.Client.PublishAsync(topic, body, MqttQos.AtMostOnce, retain: false, _stop.Token);
        }
        catch (Exception exception) when (exception is MqttException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended, and with it the call: who called runs into a time-out and calls again.
        }
    }
}
