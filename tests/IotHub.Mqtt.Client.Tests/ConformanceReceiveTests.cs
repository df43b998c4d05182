using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>What the specifications ask of a client that receives.</summary>
public class ConformanceReceiveTests
{
    /// <summary>No handler is for that topic, and one that is fails.</summary>
    [Trait("Statement", "MQTT-2.2.1-5")]
    [Trait("Statement", "MQTT-3.3.4-1")]
    [Trait("Statement", "MQTT-4.3.2-4")]
    [Trait("Statement", "MQTT-4.3.3-8")]
    [Trait("Statement", "MQTT-4.3.3-11")]
    [Trait("Statement", "MQTT-4.5.0-2")]
    [Trait("Statement311", "MQTT-2.3.1-6")]
    [Trait("Statement311", "MQTT-3.3.4-1")]
    [Trait("Statement311", "MQTT-4.3.2-2")]
    [Trait("Statement311", "MQTT-4.3.3-2")]
    [Trait("Statement311", "MQTT-4.5.0-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "nobody")]
    [InlineData(MqttProtocolVersion.V311, "fails")]
    [InlineData(MqttProtocolVersion.V50, "nobody")]
    [InlineData(MqttProtocolVersion.V50, "fails")]
    public async Task Message_NotWanted_IsAcknowledgedAllTheSame(MqttProtocolVersion version, string topic)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        await test.SubscribeAsync(peer, new MqttSubscription("fails", MqttQos.ExactlyOnce), _ => throw new InvalidOperationException("meant"));
        await peer.WriteAsync(PublishPacket.Create(topic, default));
        await peer.WriteAsync(PublishPacket.Create(topic, default, MqttQos.AtLeastOnce, packetId: 0x1234));
        Assert.Equal(0x1234, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        await peer.WriteAsync(PublishPacket.Create(topic, default, MqttQos.ExactlyOnce, packetId: 0x2345));
        Assert.Equal(0x2345, (await peer.ExpectAsync<PubrecPacket>()).PacketId);
        await peer.WriteAsync(new PubrelPacket { PacketId = 0x2345 });
        Assert.Equal((0x2345, ReasonCode.Success), await PubcompAsync(peer));
    }

    [Trait("Statement", "MQTT-4.6.0-2")]
    [Trait("Statement", "MQTT-4.6.0-3")]
    [Trait("Statement311", "MQTT-4.6.0-2")]
    [Trait("Statement311", "MQTT-4.6.0-3")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Acknowledgements_AreInTheOrderOfTheMessages(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        ushort[] ids = [9, 3, 7];
        foreach (var id in ids)
        {
            await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: id));
        }

        foreach (var id in ids)
        {
            Assert.Equal(id, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        }

        foreach (var id in ids)
        {
            await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.ExactlyOnce, packetId: id));
        }

        foreach (var id in ids)
        {
            Assert.Equal(id, (await peer.ExpectAsync<PubrecPacket>()).PacketId);
        }
    }

    [Trait("Statement", "MQTT-3.3.2-10")]
    [Fact]
    public async Task Alias_UpToWhatWasAnnounced_IsTakenForItsTopic()
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedTopicAliasMax = 3 });
        var peer = await test.Connector.NextAsync();
        var connect = await peer.AcceptAsync();
        Assert.Equal((ushort)3, connect.Properties.TopicAliasMaximum);
        await test.StateAsync(MqttConnectionState.Connected);
        var got = new List<string>();
        await test.SubscribeAsync(peer, new MqttSubscription("#", MqttQos.AtLeastOnce), message =>
        {
            got.Add(message.Topic);
            return ValueTask.CompletedTask;
        });
        foreach (var (topic, alias) in new (string, ushort)[] { ("a", 1), ("c", 3), ("", 1), ("b", 2), ("", 3), ("z", 1), ("", 1) })
        {
            var message = PublishPacket.Create(topic, default, MqttQos.AtLeastOnce, packetId: 1);
            await peer.WriteAsync(message with { Properties = new MqttProperties { TopicAlias = alias } });
            await peer.ExpectAsync<PubackPacket>();
        }

        Assert.Equal(["a", "c", "a", "b", "c", "z", "z"], got);
    }

    [Trait("Statement", "MQTT-3.3.2-7")]
    [Trait("Statement", "MQTT-3.3.2-8")]
    [Trait("Statement", "MQTT-3.3.2-11")]
    [Theory]
    [InlineData((ushort)4, "a", ReasonCode.TopicAliasInvalid)]
    [InlineData((ushort)2, "", ReasonCode.ProtocolError)]
    public async Task Alias_AboveTheNumberOrOfTheConnectionBefore_Closes(ushort alias, string topic, ReasonCode reason)
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedTopicAliasMax = 3 });
        var first = await test.AcceptAsync();
        await first.WriteAsync(PublishPacket.Create("a", default, MqttQos.AtLeastOnce, packetId: 1) with { Properties = new MqttProperties { TopicAlias = 2 } });
        await first.ExpectAsync<PubackPacket>();
        var second = await test.ReconnectAsync(first);
        await second.WriteAsync(PublishPacket.Create(topic, default) with { Properties = new MqttProperties { TopicAlias = alias } });
        Assert.Equal(reason, (await second.ExpectAsync<DisconnectPacket>()).ReasonCode);
        await second.ExpectEndAsync();
    }

    [Trait("Statement", "MQTT-3.3.4-9")]
    [Fact]
    public async Task ReceiveMaximum_Exceeded_Closes()
    {
        await using var test = new TestClient(TestClient.Options with { ReceivedMax = 2 });
        var peer = await test.Connector.NextAsync();
        Assert.Equal((ushort)2, (await peer.AcceptAsync()).Properties.ReceiveMaximum);
        for (ushort id = 1; id <= 3; id++)
        {
            await peer.WriteAsync(PublishPacket.Create("a", default, MqttQos.ExactlyOnce, packetId: id));
        }

        var last = await peer.ReadAsync();
        while (last is PubrecPacket)
        {
            last = await peer.ReadAsync();
        }

        Assert.Equal(ReasonCode.ReceiveMaximumExceeded, Assert.IsType<DisconnectPacket>(last).ReasonCode);
        await peer.ExpectEndAsync();
    }

    private static async Task<(int, ReasonCode)> PubcompAsync(ScriptedPeer peer)
    {
        var pubcomp = await peer.ExpectAsync<PubcompPacket>();
        return (pubcomp.PacketId, pubcomp.ReasonCode);
    }
}
