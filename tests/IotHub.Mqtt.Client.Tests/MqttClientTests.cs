using System.Text;
using System.Threading.Channels;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Mqtt.Client.Tests;

public sealed class MqttClientTests : IAsyncDisposable
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 5, 7, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<MqttConnectionChange> _changes = Channel.CreateBounded<MqttConnectionChange>(100);
    private readonly ScriptedConnector _connector = new(MqttProtocolVersion.V50);
    private readonly MqttClient _client;
    private readonly Task _running;

    public MqttClientTests()
    {
        _client = new MqttClient(
            new MqttClientOptions { ClientId = "test", KeepAlive = TimeSpan.FromSeconds(60), BackOffMin = TimeSpan.FromSeconds(1), BackOffMax = TimeSpan.FromSeconds(4) },
            _time,
            new EvenRandom(),
            _connector);
        _client.ConnectionChanged += change => _changes.Writer.TryWrite(change);
        _running = _client.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task RunAsync_ServerRefuses_TellsReasonAndTriesAgainWithGrowingWaits()
    {
        foreach (var expected in new[] { 0.5, 1, 2, 2 })
        {
            var peer = await _connector.NextAsync();
            await peer.ExpectAsync<ConnectPacket>();
            await peer.WriteAsync(new ConnackPacket { ReasonCode = ReasonCode.BadUserNameOrPassword });

            var change = await StateAsync(MqttConnectionState.Disconnected);
            Assert.Equal(TimeSpan.FromSeconds(expected), change.RetryIn);
            Assert.Contains("BadUserNameOrPassword", change.Reason, StringComparison.Ordinal);
            await _time.WaitForTimerAsync();
            _time.Advance(change.RetryIn!.Value);
        }

        Assert.Equal(4, _client.Statistics.ConnectFailures);
    }

    [Fact]
    public async Task PublishAsync_Refused_ThrowsWithReason()
    {
        var peer = await AcceptAsync();
        var publishing = _client.PublishAsync("a", ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, false, CancellationToken.None).AsTask();
        var sent = await peer.ExpectAsync<PublishPacket>();
        await peer.WriteAsync(new PubackPacket { PacketId = sent.PacketId, ReasonCode = ReasonCode.NotAuthorized });
        var refused = await Assert.ThrowsAsync<MqttRefusedException>(() => publishing);
        Assert.Equal(ReasonCode.NotAuthorized, refused.ReasonCode);
    }

    [Fact]
    public async Task PublishAsync_Qos0WithoutConnection_DropsAndCounts()
    {
        await _client.PublishAsync("a", ReadOnlyMemory<byte>.Empty, MqttQos.AtMostOnce, false, CancellationToken.None);
        Assert.Equal(1, _client.Statistics.Dropped);
    }

    [Fact]
    public async Task SubscribeAsync_Reconnect_IsRenewedBeforeConnected()
    {
        var subscribing = _client.SubscribeAsync("a/#", MqttQos.AtLeastOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        var first = await _connector.NextAsync();
        await first.AcceptAsync();
        await first.GrantAsync();
        await subscribing;
        await StateAsync(MqttConnectionState.Connected);
        await first.CloseAsync();
        await ReconnectAsync();

        var second = await _connector.NextAsync();
        await second.AcceptAsync();
        var renewed = await second.ExpectAsync<SubscribePacket>();
        Assert.Equal("a/#", Assert.Single(renewed.Subscriptions).Filter);
        Assert.False(_client.IsConnected);
        await second.WriteAsync(new SubackPacket { PacketId = renewed.PacketId, ReasonCodes = [ReasonCode.GrantedQos1] });
        await StateAsync(MqttConnectionState.Connected);
        Assert.Equal(2, _client.Statistics.Connects);
    }

    [Fact]
    public async Task Handler_TwoMessages_AreHandledInOrderAndAcknowledgedAfterwards()
    {
        var handled = new List<string>();
        var entered = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var subscribing = _client.SubscribeAsync(
            "a",
            MqttQos.AtLeastOnce,
            async (message, _) =>
            {
                entered.TrySetResult();
                await gate.Task;
                handled.Add(Encoding.UTF8.GetString(message.Payload.Span));
            },
            CancellationToken.None);
        var peer = await _connector.NextAsync();
        await peer.AcceptAsync();
        await peer.GrantAsync();
        await subscribing;
        await peer.WriteAsync(PublishPacket.Create("a", "1"u8.ToArray(), MqttQos.AtLeastOnce, packetId: 11));
        await peer.WriteAsync(PublishPacket.Create("a", "2"u8.ToArray(), MqttQos.AtLeastOnce, packetId: 12));
        await entered.Task;
        Assert.Empty(handled);
        gate.SetResult();

        Assert.Equal(11, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        Assert.Equal(12, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        Assert.Equal(["1", "2"], handled);
    }

    [Fact]
    public async Task KeepAlive_NoPingresp_ClosesAndSaysSo()
    {
        var peer = await AcceptAsync();
        await _time.WaitForTimerAsync();
        _time.Advance(TimeSpan.FromSeconds(45));
        await peer.ExpectAsync<PingreqPacket>();
        await _time.WaitForTimerAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        var change = await StateAsync(MqttConnectionState.Disconnected);
        Assert.Contains("PINGRESP", change.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_SaysGoodbyeAndFailsWhoWaits()
    {
        var peer = await AcceptAsync();
        var publishing = _client.PublishAsync("a", ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, false, CancellationToken.None).AsTask();
        await peer.ExpectAsync<PublishPacket>();
        await _stop.CancelAsync();
        await peer.ExpectAsync<DisconnectPacket>();
        await _running;
        await Assert.ThrowsAsync<MqttConnectionException>(() => publishing);
    }

    [Fact]
    public void Constructor_OptionOutOfBounds_NamesIt()
    {
        var fault = Assert.Throws<ArgumentException>(() => new MqttClient(new MqttClientOptions { ClientId = "a", Port = 70_000 }, _time, new EvenRandom()));
        Assert.Contains("Port is 70000; expected 1 to 65535.", fault.Message, StringComparison.Ordinal);
    }

    private async Task<ScriptedPeer> AcceptAsync()
    {
        var peer = await _connector.NextAsync();
        await peer.AcceptAsync();
        await StateAsync(MqttConnectionState.Connected);
        return peer;
    }

    private async Task ReconnectAsync()
    {
        var change = await StateAsync(MqttConnectionState.Disconnected);
        await _time.WaitForTimerAsync();
        _time.Advance(change.RetryIn!.Value);
    }

    private async Task<MqttConnectionChange> StateAsync(MqttConnectionState state)
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
}
