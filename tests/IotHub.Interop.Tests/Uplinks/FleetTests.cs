using IotHub.Interop.Tests.Peers;
using IotHub.Testing;
using IotHub.Uplink;
using IotHub.Uplink.Mqtt;

namespace IotHub.Interop.Tests.Uplinks;

/// <summary>Events of a hub through a broker of two nodes: the example of docs/operating/fleets.md.</summary>
public sealed class FleetTests(RabbitMqCluster cluster) : IClassFixture<RabbitMqCluster>
{
    [PeerFact(Peer.RabbitMq)]
    public async Task Send_ToOneNodeAndThenToTheOther_ArrivesOnceInOrder()
    {
        await using var rig = await UplinkRig.StartAsync(cluster.PortOf(1), Options(0), isV5: false, user: "guest", password: "guest");
        Assert.IsType<SendResult.Accepted>(await rig.SendAsync(UplinkRig.Some(1, 20)));
        await ExpectAsync(rig, 1, 20);

        // As a load balancer sends the hub elsewhere: the same client, on another node, takes over from its elder connection.
        await using var moved = new MqttUplink(Options(1), TimeProvider.System, new SeededRandom(5));
        Assert.IsType<SendResult.Accepted>(await moved.SendAsync(UplinkRig.Some(21, 20), CancellationToken.None));
        await ExpectAsync(rig, 21, 20);
    }

    private MqttUplinkOptions Options(int node) => new()
    {
        Host = "127.0.0.1",
        Port = cluster.PortOf(node),
        Tls = false,
        Version5 = false,
        ClientId = "hub-fleet",
        UserName = "guest",
        Password = "guest",
        Topic = "events/{hub}",
    };

    private static async Task ExpectAsync(UplinkRig rig, int first, int count)
    {
        foreach (var item in UplinkRig.Some(first, count))
        {
            await rig.ExpectAsync("events/hub", UplinkRig.Text(item));
        }
    }
}
