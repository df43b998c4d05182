using System.IO.Pipelines;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests.Connectors;

/// <summary>A server on a real byte stream, spoken by the test.</summary>
internal sealed class StreamServer(Stream stream) : IDuplexPipe
{
    public PipeReader Input { get; } = PipeReader.Create(stream);

    public PipeWriter Output { get; } = PipeWriter.Create(stream);

    public ScriptedPeer Peer(MqttProtocolVersion version = MqttProtocolVersion.V50) => new(this, version);
}

/// <summary>A client over a real connector, whose server is the test.</summary>
internal sealed class ConnectedClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<MqttConnectionChange> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;

    public ConnectedClient(IMqttConnector connector, int port = 1883)
    {
        Client = new MqttClient(
            TestClient.Options with { Host = "localhost", Port = port }, new IotHub.Testing.ManualTime(DateTimeOffset.UnixEpoch), new EvenRandom(), connector);
        Client.ConnectionChanged += change =>
        {
            if (change.State == MqttConnectionState.Disconnected)
            {
                _ended.TrySetResult(change);
            }
        };
        _running = Client.RunAsync(_stop.Token);
    }

    public MqttClient Client { get; }

    /// <summary>How the first connection ended or failed.</summary>
    public Task<MqttConnectionChange> Ended => _ended.Task;

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

    /// <summary>A message each way, and the goodbye.</summary>
    public async Task ConverseAsync(ScriptedPeer peer)
    {
        var handled = new TaskCompletionSource<string>();
        await peer.AcceptAsync();
        await Client.WaitConnectedAsync(CancellationToken.None);
        var subscribing = Client.SubscribeAsync(
            "a",
            MqttQos.AtMostOnce,
            (message, _) =>
            {
                handled.SetResult(message.Topic);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        await peer.GrantAsync();
        await subscribing;
        await peer.WriteAsync(PublishPacket.Create("a", new byte[100_000]));
        Assert.Equal("a", await handled.Task);
        var publishing = Client.PublishAsync("b", new byte[100_000], MqttQos.AtLeastOnce, false, CancellationToken.None).AsTask();
        var sent = await peer.ExpectAsync<PublishPacket>();
        Assert.Equal(100_000, sent.Payload.Length);
        await peer.WriteAsync(new PubackPacket { PacketId = sent.PacketId });
        await publishing;
        var stopping = StopAsync();
        await peer.ExpectAsync<DisconnectPacket>();
        await peer.ExpectEndAsync();
        await stopping;
    }
}
