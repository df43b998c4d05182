using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>What the specifications ask of a client that publishes.</summary>
public class ConformancePublishTests
{
    /// <summary>More messages than there are ids, of which one stays in use.</summary>
    [Trait("Statement", "MQTT-2.2.1-3")]
    [Trait("Statement", "MQTT-4.3.2-1")]
    [Trait("Statement311", "MQTT-2.3.1-1")]
    [Trait("Statement311", "MQTT-2.3.1-2")]
    [Trait("Statement311", "MQTT-2.3.1-3")]
    [Trait("Statement311", "MQTT-4.3.2-1")]
    [Fact]
    public async Task PacketId_AllTheWayRound_IsNeitherZeroNorInUse()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        _ = test.PublishAsync("a", MqttQos.AtLeastOnce);
        var unacknowledged = (await peer.ExpectAsync<PublishPacket>()).PacketId;
        for (var i = 0; i < 66_000; i++)
        {
            var publishing = test.PublishAsync("a", MqttQos.AtLeastOnce);
            var id = (await peer.ExpectAsync<PublishPacket>()).PacketId;
            Assert.NotEqual(0, id);
            Assert.NotEqual(unacknowledged, id);
            await peer.WriteAsync(new PubackPacket { PacketId = id });
            await publishing;
        }
    }

    [Trait("Statement", "MQTT-2.2.1-3")]
    [Trait("Statement311", "MQTT-2.3.1-2")]
    [Fact]
    public async Task PacketIds_OfRequestsAndMessages_AreAllDifferent()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        var used = new HashSet<ushort>();
        for (var i = 0; i < 10; i++)
        {
            _ = test.PublishAsync("a", MqttQos.ExactlyOnce);
            Assert.True(used.Add((await peer.ExpectAsync<PublishPacket>()).PacketId));
            _ = test.Client.SubscribeAsync($"{i}", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
            Assert.True(used.Add((await peer.ExpectAsync<SubscribePacket>()).PacketId));
            _ = test.Client.UnsubscribeAsync($"x{i}", CancellationToken.None);
            Assert.True(used.Add((await peer.ExpectAsync<UnsubscribePacket>()).PacketId));
        }
    }

    [Trait("Statement", "MQTT-2.2.1-2")]
    [Trait("Statement", "MQTT-3.3.1-2")]
    [Trait("Statement", "MQTT-4.3.1-1")]
    [Trait("Statement", "MQTT-4.3.2-2")]
    [Trait("Statement", "MQTT-4.3.3-2")]
    [Trait("Statement311", "MQTT-2.3.1-5")]
    [Trait("Statement311", "MQTT-3.3.1-2")]
    [Trait("Statement311", "MQTT-4.3.1-1")]
    [Trait("Statement311", "MQTT-4.3.2-1")]
    [Trait("Statement311", "MQTT-4.3.3-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Publish_OfEachQos_HasTheFlagsOfIt(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        foreach (var qos in new[] { MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce })
        {
            _ = test.PublishAsync("a", qos);
            var sent = await peer.ExpectAsync<PublishPacket>();
            Assert.Equal((qos, false, qos == MqttQos.AtMostOnce), (sent.Qos, sent.Dup, sent.PacketId == 0));
        }
    }

    [Trait("Statement", "MQTT-3.2.2-11")]
    [Trait("Statement", "MQTT-3.2.2-14")]
    [Trait("Statement", "MQTT-3.2.2-15")]
    [Theory]
    [InlineData(MqttQos.ExactlyOnce, false, 1, ReasonCode.QosNotSupported)]
    [InlineData(MqttQos.AtMostOnce, true, 1, ReasonCode.RetainNotSupported)]
    [InlineData(MqttQos.AtMostOnce, false, 60, ReasonCode.PacketTooLarge)]
    [InlineData(MqttQos.AtLeastOnce, false, 60, ReasonCode.PacketTooLarge)]
    public async Task Publish_BeyondWhatTheServerTakes_IsNotSent(MqttQos qos, bool retain, int bytes, ReasonCode reason)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync(new ConnackPacket
        {
            Properties = new MqttProperties { MaximumQos = MqttQos.AtLeastOnce, RetainAvailable = false, MaximumPacketSize = 60 },
        });
        var refused = await Assert.ThrowsAsync<MqttRefusedException>(
            () => test.Client.PublishAsync(new MqttMessage("a", new byte[bytes], qos, retain), CancellationToken.None).AsTask());
        Assert.Equal(reason, refused.ReasonCode);
        _ = test.PublishAsync("next", MqttQos.AtLeastOnce);
        Assert.Equal("next", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Trait("Statement", "MQTT-3.2.2-17")]
    [Trait("Statement", "MQTT-3.2.2-18")]
    [Trait("Statement", "MQTT-3.3.2-8")]
    [Trait("Statement", "MQTT-3.3.2-9")]
    [Theory]
    [InlineData(null)]
    [InlineData((ushort)0)]
    [InlineData((ushort)1)]
    [InlineData((ushort)2)]
    public async Task Alias_Sent_IsWithinWhatTheServerTakes(ushort? maximum)
    {
        await using var test = new TestClient(TestClient.Options with { TopicAliasesMax = 10 });
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { TopicAliasMaximum = maximum } });
        var aliases = new HashSet<int>();
        foreach (var topic in new[] { "a", "b", "c", "a", "b", "c" })
        {
            _ = test.PublishAsync(topic, MqttQos.AtMostOnce);
            if ((await peer.ExpectAsync<PublishPacket>()).Properties.TopicAlias is { } alias)
            {
                aliases.Add(alias);
            }
        }

        Assert.Equal(Enumerable.Range(1, maximum ?? 0), aliases.Order());
    }

    [Trait("Statement", "MQTT-3.3.2-7")]
    [Fact]
    public async Task Alias_Sent_BeginsAnewOnTheNextConnection()
    {
        await using var test = new TestClient(TestClient.Options with { TopicAliasesMax = 10 });
        var connack = new ConnackPacket { Properties = new MqttProperties { TopicAliasMaximum = 10 } };
        var first = await test.AcceptAsync(connack);
        _ = test.PublishAsync("a", MqttQos.AtMostOnce);
        Assert.Equal("a", (await first.ExpectAsync<PublishPacket>()).GetTopicText());
        var second = await test.ReconnectAsync(first, connack);
        _ = test.PublishAsync("a", MqttQos.AtMostOnce);
        Assert.Equal("a", (await second.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Trait("Statement", "MQTT-3.3.4-7")]
    [Trait("Statement", "MQTT-3.3.4-8")]
    [Trait("Statement", "MQTT-4.9.0-1")]
    [Trait("Statement", "MQTT-4.9.0-2")]
    [Trait("Statement", "MQTT-4.9.0-3")]
    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task ReceiveMaximum_UsedUp_HoldsMessagesBackAndNothingElse(MqttQos qos)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { ReceiveMaximum = 2 } });
        foreach (var topic in new[] { "1", "2", "3" })
        {
            _ = test.PublishAsync(topic, qos);
        }

        var first = await peer.ExpectAsync<PublishPacket>();
        Assert.Equal("2", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
        _ = test.Client.SubscribeAsync("s", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        await peer.GrantAsync();
        await peer.WriteAsync(PublishPacket.Create("s", default, MqttQos.AtLeastOnce, packetId: 5));
        Assert.Equal(5, (await peer.ExpectAsync<PubackPacket>()).PacketId);
        if (qos == MqttQos.AtLeastOnce)
        {
            await peer.WriteAsync(new PubackPacket { PacketId = first.PacketId });
        }
        else
        {
            await peer.WriteAsync(new PubrecPacket { PacketId = first.PacketId });
            Assert.Equal(first.PacketId, (await peer.ExpectAsync<PubrelPacket>()).PacketId);
            await peer.WriteAsync(new PubcompPacket { PacketId = first.PacketId });
        }

        Assert.Equal("3", (await peer.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Trait("Statement", "MQTT-4.4.0-2")]
    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Acknowledgement_WithAFailure_IsNotFollowedByARetry(MqttQos qos)
    {
        await using var test = new TestClient(TestClient.Keeping(MqttProtocolVersion.V50));
        var first = await test.AcceptAsync();
        var publishing = test.PublishAsync("a", qos);
        var id = (await first.ExpectAsync<PublishPacket>()).PacketId;
        await first.WriteAsync(qos == MqttQos.AtLeastOnce
            ? new PubackPacket { PacketId = id, ReasonCode = ReasonCode.QuotaExceeded }
            : new PubrecPacket { PacketId = id, ReasonCode = ReasonCode.QuotaExceeded });
        await Assert.ThrowsAsync<MqttRefusedException>(() => publishing);
        var second = await test.ReconnectAsync(first, new ConnackPacket { SessionPresent = true });
        _ = test.PublishAsync("next", MqttQos.AtLeastOnce);
        Assert.Equal("next", (await second.ExpectAsync<PublishPacket>()).GetTopicText());
    }

    [Trait("Statement", "MQTT-4.6.0-4")]
    [Trait("Statement311", "MQTT-4.6.0-4")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Pubrels_AreInTheOrderOfThePubrecs(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        var ids = new List<ushort>();
        for (var i = 0; i < 3; i++)
        {
            _ = test.PublishAsync("a", MqttQos.ExactlyOnce);
            ids.Add((await peer.ExpectAsync<PublishPacket>()).PacketId);
        }

        ids.Reverse();
        foreach (var id in ids)
        {
            await peer.WriteAsync(new PubrecPacket { PacketId = id });
        }

        foreach (var id in ids)
        {
            Assert.Equal((id, ReasonCode.Success), await PubrelAsync());
        }

        async Task<(ushort, ReasonCode)> PubrelAsync()
        {
            var pubrel = await peer.ExpectAsync<PubrelPacket>();
            return (pubrel.PacketId, pubrel.ReasonCode);
        }
    }

    [Trait("Statement", "MQTT-4.6.0-1")]
    [Trait("Statement311", "MQTT-4.6.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Publishes_SentAgain_AreInTheirFirstOrder(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var first = await test.AcceptAsync();
        var sent = new List<(ushort, string)>();
        foreach (var (topic, qos) in new[] { ("1", MqttQos.ExactlyOnce), ("2", MqttQos.AtLeastOnce), ("3", MqttQos.ExactlyOnce), ("4", MqttQos.AtLeastOnce) })
        {
            _ = test.PublishAsync(topic, qos);
            sent.Add(((await first.ExpectAsync<PublishPacket>()).PacketId, topic));
        }

        var second = await test.ReconnectAsync(first, new ConnackPacket { SessionPresent = true });
        foreach (var expected in sent)
        {
            var again = await second.ExpectAsync<PublishPacket>();
            Assert.Equal((expected, true), ((again.PacketId, again.GetTopicText()), again.Dup));
        }
    }

    [Trait("Statement", "MQTT-3.3.2-1")]
    [Trait("Statement", "MQTT-3.3.2-2")]
    [Trait("Statement", "MQTT-3.3.2-14")]
    [Trait("Statement", "MQTT-3.8.3-4")]
    [Trait("Statement", "MQTT-4.7.0-1")]
    [Trait("Statement", "MQTT-4.7.1-1")]
    [Trait("Statement", "MQTT-4.7.1-2")]
    [Trait("Statement", "MQTT-4.7.3-1")]
    [Trait("Statement", "MQTT-4.7.3-2")]
    [Trait("Statement", "MQTT-4.8.2-1")]
    [Trait("Statement", "MQTT-4.8.2-2")]
    [Trait("Statement311", "MQTT-3.3.2-2")]
    [Trait("Statement311", "MQTT-4.7.1-1")]
    [Trait("Statement311", "MQTT-4.7.1-2")]
    [Trait("Statement311", "MQTT-4.7.1-3")]
    [Trait("Statement311", "MQTT-4.7.3-1")]
    [Trait("Statement311", "MQTT-4.7.3-2")]
    [Fact]
    public async Task Names_ThatAreNone_AreRefusedAtOnce()
    {
        await using var test = new TestClient(TestClient.Options);
        await test.AcceptAsync();
        foreach (var topic in new[] { "", "a/+", "#", "a\0" })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => test.PublishAsync(topic, MqttQos.AtMostOnce));
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(() => test.Client.PublishAsync(
            new MqttMessage("a", default) { Properties = new MqttProperties { ResponseTopic = "a/#" } }, CancellationToken.None).AsTask());
        foreach (var filter in new[] { "", "a#", "#/a", "a+", "a\0", "$share/g", "$share//a", "$share/g+/a" })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => SubscribeAsync(new MqttSubscription(filter)));
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(() => SubscribeAsync(new MqttSubscription("$share/g/a") { NoLocal = true }));

        Task<MqttQos> SubscribeAsync(MqttSubscription subscription) =>
            test.Client.SubscribeAsync(subscription, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
    }

    [Trait("Statement", "MQTT-3.3.4-6")]
    [Fact]
    public async Task SubscriptionIdentifier_InAMessageToPublish_IsRefusedAtOnce()
    {
        await using var test = new TestClient(TestClient.Options);
        await test.AcceptAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => test.Client.PublishAsync(
            new MqttMessage("a", default) { Properties = new MqttProperties { SubscriptionIdentifiers = [1] } }, CancellationToken.None).AsTask());
    }
}
