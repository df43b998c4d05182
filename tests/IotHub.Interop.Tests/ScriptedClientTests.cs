using System.Text.Json;
using IotHub.Interop.Tests.Peers;

namespace IotHub.Interop.Tests;

/// <summary>Paho for Python and MQTT.js for Node against our broker: what both versions of MQTT can do.</summary>
public sealed class ScriptedClientTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private readonly HubBroker _hub = shared.Hub;

    public static TheoryData<Peer, int> Clients => new() { { Peer.Paho, 4 }, { Peer.Paho, 5 }, { Peer.MqttJs, 4 }, { Peer.MqttJs, 5 } };

    public static TheoryData<Peer, int, ClientTransport> ClientsByTransport
    {
        get
        {
            var data = new TheoryData<Peer, int, ClientTransport>();
            foreach (var transport in Enum.GetValues<ClientTransport>())
            {
                data.Add(Peer.Paho, 4, transport);
                data.Add(Peer.Paho, 5, transport);
                data.Add(Peer.MqttJs, 4, transport);
                data.Add(Peer.MqttJs, 5, transport);
            }

            return data;
        }
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(ClientsByTransport))]
    public async Task Client_EachQosBothWays_ArrivesOnceAndInOrder(Peer peer, int version, ClientTransport transport)
    {
        var topic = $"qos/{peer}/{version}/{transport}";
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"qos-{peer}-{version}-{transport}", transport: transport);
        Assert.Equal(2, await client.SubscribeAsync($"{topic}/#", 2));
        for (var qos = 0; qos <= 2; qos++)
        {
            await client.PublishAsync($"{topic}/a", $"at {qos}", qos);
            await client.PublishAsync($"{topic}/b", $"again at {qos}", qos);
            await client.ExpectAsync($"{topic}/a", $"at {qos}", qos);
            await client.ExpectAsync($"{topic}/b", $"again at {qos}", qos);
        }

        await client.ExpectNothingElseAsync($"{topic}/end", 2);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_SubscribedBelowTheQosOfTheMessage_GetsTheLower(Peer peer, int version)
    {
        var topic = $"lower/{peer}/{version}";
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"lower-{peer}-{version}");
        Assert.Equal(1, await client.SubscribeAsync($"{topic}/one", 1));
        Assert.Equal(0, await client.SubscribeAsync($"{topic}/none", 0));
        await client.PublishAsync($"{topic}/one", "two", 2);
        await client.PublishAsync($"{topic}/none", "one", 1);
        await client.ExpectAsync($"{topic}/one", "two", 1);
        await client.ExpectAsync($"{topic}/none", "one", 0);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_RetainedMessage_IsReplacedSentOnceAndCleared(Peer peer, int version)
    {
        var topic = $"retained/{peer}/{version}";
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"retained-{peer}-{version}");
        await client.PublishAsync(topic, "old", 1, retain: true);
        await client.PublishAsync(topic, "new", 1, retain: true);
        await client.SubscribeAsync(topic, 1);
        await client.ExpectAsync(topic, "new", 1, retain: true);
        await client.PublishAsync(topic, "live", 1, retain: true);
        await client.ExpectAsync(topic, "live", 1);
        await client.PublishAsync(topic, "", 1, retain: true);
        await client.ExpectAsync(topic, "", 1);
        await client.UnsubscribeAsync(topic);
        await client.SubscribeAsync(topic, 1);
        await client.ExpectNothingElseAsync(topic);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_Unsubscribed_GetsNothingMore(Peer peer, int version)
    {
        var topic = $"unsubscribed/{peer}/{version}";
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"unsubscribed-{peer}-{version}");
        await client.SubscribeAsync($"{topic}/+", 1);
        await client.SubscribeAsync($"{topic}/stays/#", 1);
        await client.UnsubscribeAsync($"{topic}/+");
        await client.PublishAsync($"{topic}/gone", "no", 1);
        await client.ExpectNothingElseAsync($"{topic}/stays/here", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_Killed_ItsWillIsSentAndKept(Peer peer, int version)
    {
        var topic = $"will/{peer}/{version}";
        await using var watcher = await ScriptedClient.ConnectAsync(peer, version, _hub, $"watcher-{peer}-{version}");
        await watcher.SubscribeAsync(topic, 2);
        var will = new { topic, payload = "gone", qos = 2, retain = true };
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"mortal-{peer}-{version}", new { will });
        client.Kill();
        await watcher.ExpectAsync(topic, "gone", 2);
        await watcher.UnsubscribeAsync(topic);
        await watcher.SubscribeAsync(topic, 2);
        await watcher.ExpectAsync(topic, "gone", 2, retain: true);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_SaidGoodbye_ItsWillIsNotSent(Peer peer, int version)
    {
        var topic = $"goodbye/{peer}/{version}";
        await using var watcher = await ScriptedClient.ConnectAsync(peer, version, _hub, $"waiter-{peer}-{version}");
        await watcher.SubscribeAsync($"{topic}/#", 1);
        var will = new { topic, payload = "gone", qos = 1, retain = false };
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"polite-{peer}-{version}", new { will });
        await client.DisconnectAsync();
        await watcher.ExpectNothingElseAsync($"{topic}/end", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_AwayWithASession_GetsWhatCameInOrder(Peer peer, int version)
    {
        var (topic, id) = ($"away/{peer}/{version}", $"away-{peer}-{version}");
        object options = new { clean = false, sessionExpiry = 3600 };
        await using (var first = await ScriptedClient.ConnectAsync(peer, version, _hub, id, options))
        {
            Assert.False(first.SessionPresent);
            await first.SubscribeAsync($"{topic}/#", 2);
            first.Kill();
        }

        await using var other = await ScriptedClient.ConnectAsync(peer, version, _hub, $"other-{id}");
        for (var qos = 1; qos <= 2; qos++)
        {
            await other.PublishAsync($"{topic}/{qos}", "while away", qos);
        }

        await using var again = await ScriptedClient.ConnectAsync(peer, version, _hub, id, options);
        Assert.True(again.SessionPresent);
        await again.ExpectAsync($"{topic}/1", "while away", 1);
        await again.ExpectAsync($"{topic}/2", "while away", 2);
        await again.ExpectNothingElseAsync($"{topic}/end", 2);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_SocketLost_ConnectsAgainToItsSession(Peer peer, int version)
    {
        var (topic, id) = ($"lost/{peer}/{version}", $"lost-{peer}-{version}");
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, id, new { clean = false, sessionExpiry = 3600 });
        await client.SubscribeAsync($"{topic}/#", 2);
        await client.DropAsync();
        Assert.True(client.SessionPresent);
        await client.PublishAsync($"{topic}/after", "still subscribed", 2);
        await client.ExpectAsync($"{topic}/after", "still subscribed", 2);
        await client.ExpectNothingElseAsync($"{topic}/end", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_ALargeMessage_ComesBackWhole(Peer peer, int version)
    {
        var topic = $"large/{peer}/{version}";
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"large-{peer}-{version}");
        await client.SubscribeAsync(topic, 1);
        var payload = string.Concat(Enumerable.Range(0, 10_000).Select(number => $"{number:D6},"));
        await client.PublishAsync(topic, payload, 1);
        await client.ExpectAsync(topic, payload, 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Client_ManyMessagesAtQos2_AllArriveOnceAndInOrder(Peer peer, int version)
    {
        var topic = $"many/{peer}/{version}";
        await using var client = await ScriptedClient.ConnectAsync(peer, version, _hub, $"many-{peer}-{version}");
        await client.SubscribeAsync(topic, 2);
        for (var number = 0; number < 200; number++)
        {
            await client.BeginPublishAsync(topic, $"{number}", 2);
        }

        for (var number = 0; number < 200; number++)
        {
            await client.ExpectAsync(topic, $"{number}", 2);
            await client.PublishedAsync();
        }

        await client.ExpectNothingElseAsync(topic, 2);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task TwoVersions_OneMessage_ReachesTheOther(Peer peer, int version)
    {
        var topic = $"versions/{peer}/{version}";
        await using var sender = await ScriptedClient.ConnectAsync(peer, version, _hub, $"sender-{peer}-{version}");
        await using var receiver = await ScriptedClient.ConnectAsync(peer == Peer.Paho ? Peer.MqttJs : Peer.Paho, version == 4 ? 5 : 4, _hub, $"receiver-{peer}-{version}");
        await receiver.SubscribeAsync(topic, 2);
        await sender.PublishAsync(topic, "across", 2, properties: new { contentType = "text/plain" });
        var properties = await receiver.ExpectAsync(topic, "across", 2);
        Assert.Equal(JsonValueKind.Object, properties.ValueKind);
        Assert.Empty(properties.EnumerateObject());
    }
}
