using IotHub.Interop.Tests.Peers;
using IotHub.Testing;

namespace IotHub.Interop.Tests;

/// <summary>Mosquitto as a bridge to our broker: what is published on one side arrives on the other, once.</summary>
public sealed class MosquittoBridgeTests
{
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Versions => new() { "mqttv311", "mqttv50" };

    [PeerTheory(Peer.Mosquitto, Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task Bridge_EachQosBothWays_ArrivesOnce(string version)
    {
        await using var hub = await HubBroker.StartAsync();
        await using var bridge = await StartBridgeAsync(hub, version);
        await using var atHub = await SubscribeAsync(hub.Port, "up/#", 4);
        await using var atBridge = await SubscribeAsync(bridge.Port, "down/#", 4);
        for (var qos = 0; qos <= 2; qos++)
        {
            await PublishAsync(bridge.Port, qos, "up/a", $"up {qos}");
            await PublishAsync(hub.Port, qos, "down/a", $"down {qos}");
        }

        await PublishAsync(bridge.Port, 1, "up/end", "end");
        await PublishAsync(hub.Port, 1, "down/end", "end");
        Assert.Equal(0, await atHub.WaitForExitAsync(ClientTimeout));
        Assert.Equal(0, await atBridge.WaitForExitAsync(ClientTimeout));

        // Messages of one QoS keep their order, those of different QoS need not: 4.6.
        Assert.Equal(["up/a|up 0|0|0", "up/a|up 1|1|0", "up/a|up 2|2|0", "up/end|end|1|0"], Messages(atHub).Order());
        Assert.Equal(["down/a|down 0|0|0", "down/a|down 1|1|0", "down/a|down 2|2|0", "down/end|end|1|0"], Messages(atBridge).Order());
    }

    [PeerTheory(Peer.Mosquitto, Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task Bridge_RetainedMessages_AreKnownOnTheOtherSide(string version)
    {
        await using var hub = await HubBroker.StartAsync();
        await PublishAsync(hub.Port, 1, "down/before", "kept", "-r");
        await using var bridge = await StartBridgeAsync(hub, version);
        await PublishAsync(bridge.Port, 1, "up/after", "kept too", "-r");
        await using (var atHub = await SubscribeAsync(hub.Port, "up/#", 1))
        {
            Assert.Equal(0, await atHub.WaitForExitAsync(ClientTimeout));
            Assert.Equal("up/after|kept too|1", Assert.Single(Messages(atHub))[..^2]);
        }

        await using var atBridge = await SubscribeAsync(bridge.Port, "down/#", 1);
        Assert.Equal(0, await atBridge.WaitForExitAsync(ClientTimeout));
        Assert.Equal("down/before|kept|1", Assert.Single(Messages(atBridge))[..^2]);
    }

    [PeerFact(Peer.Mosquitto, Peer.MosquittoClients)]
    public async Task Bridge_OneTopicBothWays_DoesNotLoop()
    {
        await using var hub = await HubBroker.StartAsync();
        await using var bridge = await StartBridgeAsync(hub, "mqttv50", "topic both/# both 1");
        await using var atHub = await SubscribeAsync(hub.Port, "both/#", 4);
        await using var atBridge = await SubscribeAsync(bridge.Port, "both/#", 4);
        foreach (var (port, name) in new[] { (bridge.Port, "bridge"), (hub.Port, "hub"), (bridge.Port, "bridge end"), (hub.Port, "hub end") })
        {
            await PublishAsync(port, 1, "both/a", $"from the {name}");
        }

        Assert.Equal(0, await atHub.WaitForExitAsync(ClientTimeout));
        Assert.Equal(0, await atBridge.WaitForExitAsync(ClientTimeout));
        string[] once = ["both/a|from the bridge end|1|0", "both/a|from the bridge|1|0", "both/a|from the hub end|1|0", "both/a|from the hub|1|0"];
        Assert.Equal(once, Messages(atHub).Order(StringComparer.Ordinal));
        Assert.Equal(once, Messages(atBridge).Order(StringComparer.Ordinal));
    }

    [PeerTheory(Peer.Mosquitto, Peer.MosquittoClients)]
    [MemberData(nameof(Versions))]
    public async Task Bridge_HubStartsAgain_ConnectsAgainAndDeliversWhatWaited(string version)
    {
        var hub = await HubBroker.StartAsync();
        await using var bridge = await StartBridgeAsync(hub, version);
        var port = hub.Port;
        await hub.DisposeAsync();
        var known = bridge.Run.LineCount;
        await PublishAsync(bridge.Port, 1, "up/waiting", "while away");
        await using var again = await HubBroker.StartAsync(port);
        await using var atHub = await SubscribeAsync(again.Port, "up/#", 1);
        await bridge.Run.WaitForLineAsync("Received SUBACK from", known);
        Assert.Equal(0, await atHub.WaitForExitAsync(ClientTimeout));
        Assert.Equal(["up/waiting|while away|1|0"], Messages(atHub));
        await using var atBridge = await SubscribeAsync(bridge.Port, "down/#", 1);
        await PublishAsync(again.Port, 2, "down/again", "back");
        Assert.Equal(0, await atBridge.WaitForExitAsync(ClientTimeout));
        Assert.Equal(["down/again|back|2|0"], Messages(atBridge));
    }

    /// <summary>Mosquitto with a bridge to the hub whose subscriptions stand.</summary>
    private static async Task<MosquittoBroker> StartBridgeAsync(HubBroker hub, string version, string topics = "topic up/# out 2\ntopic down/# in 2")
    {
        var broker = await MosquittoBroker.StartAsync($"""
            connection hub
            address 127.0.0.1:{hub.Port}
            bridge_protocol_version {version}
            cleansession false
            restart_timeout 1
            {topics}
            """);
        await broker.Run.WaitForLineAsync("Received SUBACK from");
        return broker;
    }

    private static async Task<ProgramRun> SubscribeAsync(int port, string filter, int count)
    {
        var run = ProgramRun.Start(
            "stdbuf", "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{port}", "-V", "mqttv5", "-q", "2", "-d", "-t", filter, "-F", "%t|%p|%q|%r", "-C", $"{count}");
        await run.WaitForLineAsync("Subscribed (");
        return run;
    }

    private static async Task PublishAsync(int port, int qos, string topic, string payload, params string[] more)
    {
        await using var run = ProgramRun.Start(
            "mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{port}", "-V", "mqttv311", "-q", $"{qos}", "-t", topic, "-m", payload, .. more]);
        Assert.True(await run.WaitForExitAsync(ClientTimeout) == 0, run.Output);
    }

    private static string[] Messages(ProgramRun run) =>
        [.. run.Output.Split('\n').Where(line => line.Contains('|', StringComparison.Ordinal) && !line.StartsWith("Client ", StringComparison.Ordinal))];
}
