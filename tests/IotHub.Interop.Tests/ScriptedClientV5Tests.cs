using System.Text.Json;
using IotHub.Interop.Tests.Peers;

namespace IotHub.Interop.Tests;

/// <summary>Paho for Python and MQTT.js for Node against our broker: what only MQTT 5.0 has.</summary>
public sealed class ScriptedClientV5Tests(SharedHub shared) : IClassFixture<SharedHub>
{
    private readonly HubBroker _hub = shared.Hub;

    public static TheoryData<Peer> Clients => new() { Peer.Paho, Peer.MqttJs };

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Properties_OfAMessage_ArriveAsTheyWere(Peer peer)
    {
        var topic = $"properties/{peer}";
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"properties-{peer}");
        await client.SubscribeAsync(topic, 1);
        string[][] user = [["b", "2"], ["a", "1"], ["a", "once more"]];
        object properties = new { contentType = "application/json", responseTopic = "answers/here", correlation = "number 7", payloadFormat = 1, user };
        await client.PublishAsync(topic, "{}", 1, properties: properties);
        var received = await client.ExpectAsync(topic, "{}", 1);
        Assert.Equal("application/json", received.GetProperty("contentType").GetString());
        Assert.Equal("answers/here", received.GetProperty("responseTopic").GetString());
        Assert.Equal("number 7", received.GetProperty("correlation").GetString());
        Assert.Equal(1, received.GetProperty("payloadFormat").GetInt32());
        Assert.Equal(user, received.GetProperty("user").Deserialize<string[][]>());
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Expiry_OfAWaitingMessage_CountsDownAndRunsOut(Peer peer)
    {
        var (topic, id) = ($"expiry/{peer}", $"expiry-{peer}");
        object options = new { clean = false, sessionExpiry = 3600 };
        await using (var first = await ScriptedClient.ConnectAsync(peer, 5, _hub, id, options))
        {
            await first.SubscribeAsync($"{topic}/#", 1);
            await first.DisconnectAsync();
        }

        await using var other = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"other-{id}");
        await other.PublishAsync($"{topic}/short", "stale", 1, properties: new { expiry = 30 });
        await other.PublishAsync($"{topic}/long", "fresh", 1, properties: new { expiry = 100 });
        _hub.Time.Advance(TimeSpan.FromSeconds(40));
        await using var again = await ScriptedClient.ConnectAsync(peer, 5, _hub, id, options);
        var properties = await again.ExpectAsync($"{topic}/long", "fresh", 1);
        Assert.Equal(60, properties.GetProperty("expiry").GetInt32());
        await again.ExpectNothingElseAsync($"{topic}/end", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Session_Expired_IsGone(Peer peer)
    {
        var id = $"expired-{peer}";
        object options = new { clean = false, sessionExpiry = 10 };
        await using (var first = await ScriptedClient.ConnectAsync(peer, 5, _hub, id, options))
        {
            await first.DisconnectAsync();
        }

        _hub.Time.Advance(TimeSpan.FromSeconds(11));
        await using var again = await ScriptedClient.ConnectAsync(peer, 5, _hub, id, options);
        Assert.False(again.SessionPresent);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task EmptyClientId_IsGivenOne(Peer peer)
    {
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, "");
        Assert.NotEmpty(client.Connected.GetProperty("assignedId").GetString()!);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task NoLocal_OwnMessages_StayAway(Peer peer)
    {
        var topic = $"nolocal/{peer}";
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"nolocal-{peer}");
        await using var other = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"foreign-{peer}");
        await client.SubscribeAsync($"{topic}/#", 1, new { noLocal = true });
        await client.SubscribeAsync($"end/{topic}", 1);
        await client.PublishAsync($"{topic}/a", "mine", 1);
        await other.PublishAsync($"{topic}/a", "yours", 1);
        await client.ExpectAsync($"{topic}/a", "yours", 1);
        await client.ExpectNothingElseAsync($"end/{topic}", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task RetainAsPublished_KeepsTheFlag(Peer peer)
    {
        var topic = $"rap/{peer}";
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"rap-{peer}");
        await client.SubscribeAsync($"{topic}/kept", 1, new { retainAsPublished = true });
        await client.SubscribeAsync($"{topic}/dropped", 1);
        await client.PublishAsync($"{topic}/kept", "a", 1, retain: true);
        await client.ExpectAsync($"{topic}/kept", "a", 1, retain: true);
        await client.PublishAsync($"{topic}/dropped", "b", 1, retain: true);
        await client.ExpectAsync($"{topic}/dropped", "b", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task RetainHandling_OneAndTwo_SendTheRetainedOnceAndNever(Peer peer)
    {
        var topic = $"handling/{peer}";
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"handling-{peer}");
        await client.PublishAsync($"{topic}/once", "kept", 1, retain: true);
        await client.PublishAsync($"{topic}/never", "kept", 1, retain: true);
        await client.SubscribeAsync($"{topic}/once", 1, new { retainHandling = 1 });
        await client.ExpectAsync($"{topic}/once", "kept", 1, retain: true);
        await client.SubscribeAsync($"{topic}/once", 1, new { retainHandling = 1 });
        await client.SubscribeAsync($"{topic}/never", 1, new { retainHandling = 2 });
        await client.SubscribeAsync($"{topic}/end", 1);
        await client.ExpectNothingElseAsync($"{topic}/end", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task Identifiers_OfOverlappingSubscriptions_ComeTogetherOnOneCopy(Peer peer)
    {
        var topic = $"identifiers/{peer}";
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"identifiers-{peer}");
        await client.SubscribeAsync($"{topic}/+", 0, identifier: 7);
        await client.SubscribeAsync($"{topic}/#", 1, identifier: 268_435_455);
        await client.PublishAsync($"{topic}/a", "once", 1);
        var properties = await client.ExpectAsync($"{topic}/a", "once", 1);
        Assert.Equal([7, 268_435_455], properties.GetProperty("identifiers").Deserialize<int[]>()!);
        await client.ExpectNothingElseAsync($"{topic}/b/c", 1);
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task SharedSubscription_EachMessage_GoesToOneMember(Peer peer)
    {
        var topic = $"shared/{peer}";
        await using var first = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"member-1-{peer}");
        await using var second = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"member-2-{peer}");
        await using var sender = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"sender-{peer}");
        Assert.Equal(1, await first.SubscribeAsync($"$share/workers-{peer}/{topic}/+", 1));
        Assert.Equal(1, await second.SubscribeAsync($"$share/workers-{peer}/{topic}/+", 1));
        for (var number = 0; number < 10; number++)
        {
            await sender.PublishAsync($"{topic}/work", $"{number}", 1);
        }

        await first.SubscribeAsync($"end/1/{topic}", 1);
        await second.SubscribeAsync($"end/2/{topic}", 1);
        await sender.PublishAsync($"end/1/{topic}", "end", 1);
        await sender.PublishAsync($"end/2/{topic}", "end", 1);
        var shares = new[] { await UntilEndAsync(first), await UntilEndAsync(second) };
        Assert.Equal(Enumerable.Range(0, 10), shares.SelectMany(share => share).Order());
        Assert.All(shares, share => Assert.Equal(5, share.Count));
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task ReceiveMaximumOfOne_ManyMessages_ComeOneByOneAndAll(Peer peer)
    {
        var topic = $"receive-maximum/{peer}";
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"receive-maximum-{peer}", new { receiveMaximum = 1 });
        await using var sender = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"flood-{peer}");
        await client.SubscribeAsync(topic, 2);
        for (var number = 0; number < 50; number++)
        {
            await sender.PublishAsync(topic, $"{number}", 1 + (number % 2));
        }

        for (var number = 0; number < 50; number++)
        {
            await client.ExpectAsync(topic, $"{number}", 1 + (number % 2));
        }
    }

    [PeerFact(Peer.Paho)]
    public async Task TopicAlias_FromTheClient_StandsForTheTopic()
    {
        const string topic = "alias/paho";
        await using var client = await ScriptedClient.ConnectAsync(Peer.Paho, 5, _hub, "alias-paho");
        await client.SubscribeAsync($"{topic}/#", 1);
        await client.PublishAsync($"{topic}/long/name", "sets", 1, properties: new { topicAlias = 3 });
        await client.ExpectAsync($"{topic}/long/name", "sets", 1);
        await client.PublishAsync($"{topic}/other", "resets", 1, properties: new { topicAlias = 3 });
        await client.ExpectAsync($"{topic}/other", "resets", 1);
    }

    [PeerFact(Peer.MqttJs)]
    public async Task TopicAliases_BothWays_AssignedByThemselves()
    {
        await using var client = await ScriptedClient.ConnectAsync(
            Peer.MqttJs, 5, _hub, "aliases", new { topicAliasMaximum = 10, autoAssignTopicAlias = true });
        await client.SubscribeAsync("aliases/#", 1);
        for (var round = 0; round < 3; round++)
        {
            await client.PublishAsync("aliases/one", $"{round}", 1);
            await client.PublishAsync("aliases/two", $"{round}", 0);
            var first = await client.ExpectAsync("aliases/one", $"{round}", 1);
            var second = await client.ExpectAsync("aliases/two", $"{round}", 0);
            Assert.NotEqual(first.GetProperty("topicAlias").GetInt32(), second.GetProperty("topicAlias").GetInt32());
        }
    }

    [PeerTheory(Peer.Paho, Peer.MqttJs)]
    [MemberData(nameof(Clients))]
    public async Task WillDelay_ClientBackInTime_SaysNothing(Peer peer)
    {
        var topic = $"delay/{peer}";
        await using var watcher = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"delay-watcher-{peer}");
        await watcher.SubscribeAsync($"{topic}/#", 1);
        object options = new { clean = false, sessionExpiry = 3600, will = new { topic = $"{topic}/will", payload = "gone", qos = 1, retain = false, delay = 30 } };
        await using var client = await ScriptedClient.ConnectAsync(peer, 5, _hub, $"delay-{peer}", options);
        await client.DropAsync();
        _hub.Time.Advance(TimeSpan.FromSeconds(31));
        await watcher.ExpectNothingElseAsync($"{topic}/end", 1);
    }

    private static async Task<List<int>> UntilEndAsync(ScriptedClient client)
    {
        var numbers = new List<int>();
        while (await client.NextMessageAsync() is var message && message.GetProperty("payload").GetString() is { } payload && payload != "end")
        {
            numbers.Add(int.Parse(payload, System.Globalization.CultureInfo.InvariantCulture));
        }

        return numbers;
    }
}
