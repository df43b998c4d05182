using System.Security.Cryptography.X509Certificates;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Client.Connectors;
using IotHub.Mqtt.Packets;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>
/// One connection to the hub, from CONNECT to its end. Each has a client of its own, since each signs in with a new token; what was not
/// acknowledged is the outbox's to send again.
/// </summary>
internal sealed class AzureLink : IAsyncDisposable
{
    private const string CloudMessages = "/messages/devicebound/";
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<MqttConnectionException> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly MethodDesk _methods;
    private readonly TwinChannel _twin;
    private readonly AzureIotHubHandlers _handlers;
    private Task _running = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;

    private AzureLink(MqttClientOptions options, IMqttConnector connector, DeviceIdentity identity, AzureIotHubHandlers handlers, TimeProvider time, Chance chance)
    {
        _time = time;
        _handlers = handlers;
        Root = identity.Root;
        _client = new MqttClient(options, time, new Random(chance.Seed()), connector);
        _methods = new MethodDesk(handlers, time, (topic, body) => _ = AnswerAsync(topic, body));
        _twin = new TwinChannel(_client, handlers, time, chance);
        _client.ConnectionChanged += change =>
        {
            if (change.Fault is { } fault)
            {
                // One connection and no more: the next signs in anew.
                _ended.TrySetResult(fault);
                _stop.Cancel();
            }
        };
        Opened = time.GetTimestamp();
    }

    /// <summary>Before the device's topics.</summary>
    public string Root { get; }

    /// <summary>When the token is to be renewed; null with a certificate.</summary>
    public DateTimeOffset? RenewAt { get; private init; }

    /// <summary>Timestamp of its beginning.</summary>
    public long Opened { get; }

    /// <summary>Completes when the other side, or the network, has ended it.</summary>
    public Task<MqttConnectionException> Ended => _ended.Task;

    /// <summary>Whether it is of use.</summary>
    public bool IsOpen => !_ended.Task.IsCompleted;

    /// <summary>Connects, signs in and subscribes.</summary>
    /// <exception cref="MqttConnectionException">It could not be done.</exception>
    public static async Task<AzureLink> OpenAsync(
        AzureIotHubUplinkOptions options,
        X509Certificate2Collection? authorities,
        DeviceIdentity identity,
        AzureIotHubHandlers handlers,
        TimeProvider time,
        Chance chance,
        CancellationToken cancellationToken)
    {
        var target = Target(options, identity);
        var expiresAt = time.GetUtcNow() + options.TokenLife;
        var tls = new MqttClientTls { TrustedCertificates = authorities, ClientCertificate = identity.Certificate };
        IMqttConnector connector = options.WebSocket
            ? new WebSocketConnector(new UriBuilder("wss", target.Host, target.Port, "/$iothub/websocket").Uri, tls)
            : new TcpConnector(tls);
        var link = new AzureLink(
            new MqttClientOptions
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
            },
            connector,
            identity,
            handlers,
            time,
            chance)
        {
            RenewAt = identity.Certificate is not null ? null : expiresAt - (options.TokenLife * (1 - chance.Between(
                TimeSpan.FromSeconds(AzureIotHubLimits.Renewal.Earliest), TimeSpan.FromSeconds(AzureIotHubLimits.Renewal.Latest)).TotalSeconds)),
        };
        try
        {
            await link.ConnectAsync(options.HealthInterval, cancellationToken);
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
        _client.PublishAsync(topic, body, MqttQos.AtLeastOnce, retain: false, cancellationToken);

    /// <summary>Closes it with a goodbye.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _keeping;
        await _methods.FinishAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private static HostPort Target(AzureIotHubUplinkOptions options, DeviceIdentity identity)
    {
        var usual = options.WebSocket ? 443 : 8883;
        if (options.GatewayHost.Length > 0 && HostPort.TryParse(options.GatewayHost, usual, out var gateway))
        {
            return gateway;
        }

        HostPort.TryParse(identity.HostName, usual, out var hub);
        return identity.Gateway ?? hub;
    }

    private async Task ConnectAsync(TimeSpan healthInterval, CancellationToken cancellationToken)
    {
        // Handlers stand before the connection does: with a kept session the service sends at once, and what nobody handles would be lost.
        var subscribing = Subscribe();
        _running = _client.RunAsync(_stop.Token);
        var connected = _client.WaitConnectedAsync(cancellationToken);
        if (await Task.WhenAny(connected, _ended.Task) != connected)
        {
            throw await _ended.Task;
        }

        await connected;
        foreach (var subscription in subscribing)
        {
            await RefusalOfAsync(subscription, cancellationToken);
        }

        if (_handlers.Health is not null || _handlers.Desired is not null)
        {
            _keeping = _twin.RunAsync(healthInterval, _stop.Token);
        }
    }

    private List<Task> Subscribe()
    {
        var subscribing = new List<Task>();
        if (_handlers.Methods.Count > 0)
        {
            subscribing.Add(_client.SubscribeAsync(MethodDesk.Filter, MqttQos.AtLeastOnce, _methods.TakeAsync, _stop.Token));
        }

        if (_handlers.CloudMessage is { } take)
        {
            subscribing.Add(_client.SubscribeAsync(Root + CloudMessages + "#", MqttQos.AtLeastOnce, (message, token) => take(Read(message), token), _stop.Token));
        }

        if (_handlers.Health is not null || _handlers.Desired is not null)
        {
            subscribing.Add(_client.SubscribeAsync(TwinChannel.AnswerFilter, MqttQos.AtMostOnce, (message, _) => _twin.TakeAnswerAsync(message), _stop.Token));
        }

        if (_handlers.Desired is not null)
        {
            subscribing.Add(_client.SubscribeAsync(TwinChannel.DesiredFilter, MqttQos.AtMostOnce, (message, _) => _twin.TakeChangeAsync(message), _stop.Token));
        }

        return subscribing;
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
            await _client.PublishAsync(topic, body, MqttQos.AtMostOnce, retain: false, _stop.Token);
        }
        catch (Exception exception) when (exception is MqttException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended, and with it the call: who called runs into a time-out and calls again.
        }
    }
}
