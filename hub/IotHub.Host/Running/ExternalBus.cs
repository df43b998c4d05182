using IotHub.Bridges.Buses;
using IotHub.Host.Options;
using IotHub.Mqtt.Client;

namespace IotHub.Host.Running;

/// <summary>Keeps the hub attached to another broker, and says in the log when it is and when it is not.</summary>
internal sealed partial class ExternalBus : BackgroundService
{
    private readonly MqttClient _client;

    public ExternalBus(MqttOptions options, ILogger<ExternalBus> logger)
    {
        // The jitter only keeps many hubs from coming back to one broker at the same moment; any seed does.
        _client = new MqttClient(
            new MqttClientOptions
            {
                Host = options.Server,
                Port = options.Port,
                ClientId = "iothub",
                UserName = options.User,
                Password = options.Password,

                // The filters of all automations: 500 of them with some each.
                SubscriptionsMax = 4_096,

                // All devices and automations share this one connection: a quarter of a second of 8,000 messages while the machine is busy elsewhere.
                ReceivedMax = 2_048,
            },
            TimeProvider.System,
            new Random(Environment.ProcessId));
        var place = $"{options.Server}:{options.Port}";
        _client.ConnectionChanged += change => LogChanged(logger, place, change.State, change.Reason);
        _client.HandlerFailed += (topic, fault) => LogHandler(logger, fault, topic);
        Bus = new ClientBus(_client);
    }

    /// <summary>The bus.</summary>
    public IMessageBus Bus { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _client.RunAsync(stoppingToken);

    [LoggerMessage(EventId = 9300, Level = LogLevel.Information, Message = "Broker {Place}: {State}. {Reason}")]
    private static partial void LogChanged(ILogger logger, string place, MqttConnectionState state, string reason);

    [LoggerMessage(EventId = 9301, Level = LogLevel.Error, Message = "A message on {Topic} could not be handled")]
    private static partial void LogHandler(ILogger logger, Exception fault, string topic);
}
