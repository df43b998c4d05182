using System.Threading.Channels;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>A running client whose server is the test.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<MqttConnectionChange> _changes = Channel.CreateBounded<MqttConnectionChange>(100);
    private readonly Task _running;

    public TestClient(MqttClientOptions options)
    {
        Connector = new ScriptedConnector(options.Version);
        Client = new MqttClient(options, Time, new EvenRandom(), Connector);
        Client.ConnectionChanged += change => _changes.Writer.TryWrite(change);
        _running = Client.RunAsync(_stop.Token);
    }

    public static MqttClientOptions Options { get; } = new()
    {
        ClientId = "test",
        KeepAlive = TimeSpan.Zero,
        BackOffMin = TimeSpan.FromSeconds(1),
        BackOffMax = TimeSpan.FromSeconds(4),
    };

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 5, 7, 0, 0, TimeSpan.Zero));

    public ScriptedConnector Connector { get; }

    public MqttClient Client { get; }

    /// <summary>Options of a client that keeps its session over a reconnect.</summary>
    public static MqttClientOptions Keeping(MqttProtocolVersion version) =>
        version == MqttProtocolVersion.V50
            ? Options with { SessionExpiry = TimeSpan.FromHours(1) }
            : Options with { Version = version, CleanStart = false };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Lets the client connect and waits until it says so.</summary>
    public async Task<ScriptedPeer> AcceptAsync(ConnackPacket? connack = null)
    {
        var peer = await Connector.NextAsync();
        await peer.AcceptAsync(connack);
        await StateAsync(MqttConnectionState.Connected);
        return peer;
    }

    /// <summary>Cuts a connection, lets the back-off pass, and lets the client connect again.</summary>
    public async Task<ScriptedPeer> ReconnectAsync(ScriptedPeer peer, ConnackPacket? connack = null)
    {
        await peer.CloseAsync();
        await PassBackOffAsync();
        return await AcceptAsync(connack);
    }

    public async Task<MqttConnectionChange> PassBackOffAsync()
    {
        var change = await StateAsync(MqttConnectionState.Disconnected);
        await Time.WaitForTimerAsync();
        Time.Advance(change.RetryIn!.Value);
        return change;
    }

    public async Task<MqttConnectionChange> StateAsync(MqttConnectionState state)
    {
        while (true)
        {
            var change = await _changes.Reader.ReadAsync();
            if (change.State == state)
            {
                return change;
            }
        }
    }

    /// <summary>Subscribes, with the server's yes.</summary>
    public async Task SubscribeAsync(ScriptedPeer peer, MqttSubscription subscription, Func<MqttMessage, ValueTask> handler)
    {
        var subscribing = Client.SubscribeAsync(subscription, (message, _) => handler(message), CancellationToken.None);
        await peer.GrantAsync();
        await subscribing;
    }

    public Task<ReasonCode> PublishAsync(string topic, MqttQos qos) =>
        Client.PublishAsync(new MqttMessage(topic, "x"u8.ToArray(), qos), CancellationToken.None).AsTask();
}
