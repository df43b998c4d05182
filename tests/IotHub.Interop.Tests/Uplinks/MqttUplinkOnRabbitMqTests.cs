using IotHub.Interop.Tests.Peers;
using IotHub.Uplink;
using IotHub.Uplink.Mqtt;

namespace IotHub.Interop.Tests.Uplinks;

/// <summary>The generic MQTT uplink to Debian's RabbitMQ, which speaks 3.1.1.</summary>
public sealed class MqttUplinkOnRabbitMqTests(RabbitMqBroker broker) : IClassFixture<RabbitMqBroker>
{
    [PeerTheory(Peer.RabbitMq)]
    [InlineData(UplinkMode.Single)]
    [InlineData(UplinkMode.Batch)]
    public async Task Send_EachMode_Arrives(UplinkMode mode)
    {
        var topic = $"events/{mode}";
        await using var rig = await UplinkRig.StartAsync(broker.Port, Options() with { Mode = mode, Topic = topic }, isV5: false);

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(UplinkRig.Some(1, 2)));

        var texts = UplinkRig.Some(1, 2).Select(UplinkRig.Text).ToList();
        foreach (var text in mode == UplinkMode.Single ? texts : [$"[{string.Join(',', texts)}]"])
        {
            await rig.ExpectAsync(topic, text);
        }
    }

    [PeerFact(Peer.RabbitMq)]
    public async Task Send_Version5ToABrokerThatClosesWithoutAnAnswer_SaysWhatToTry()
    {
        await using var uplink = new MqttUplink(Options() with { Version5 = true }, TimeProvider.System, new IotHub.Testing.SeededRandom(1));

        var retry = Assert.IsType<SendResult.Retry>(await uplink.SendAsync(UplinkRig.Some(1, 1), CancellationToken.None));
        Assert.Contains("unset Version5", retry.Reason, StringComparison.Ordinal);
    }

    private MqttUplinkOptions Options() => new()
    {
        Host = "127.0.0.1",
        Port = broker.Port,
        Tls = false,
        Version5 = false,
        ClientId = "hub-rabbit",
        UserName = "guest",
        Password = "guest",
        Topic = "events",
    };
}
