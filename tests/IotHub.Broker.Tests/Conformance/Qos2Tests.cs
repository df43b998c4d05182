using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Exactly once, both ways and across reconnects (4.3.3, 4.4).</summary>
public sealed class Qos2Tests : IDisposable
{
    private readonly BrokerFixture _fixture = new(policy: new RefusingPolicy());

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-2.2.1-5")]
    [Trait("Statement", "MQTT-3.6.2-1")]
    [Trait("Statement", "MQTT-4.3.3-1")]
    [Trait("Statement", "MQTT-4.3.3-2")]
    [Trait("Statement", "MQTT-4.3.3-4")]
    [Trait("Statement", "MQTT-4.3.3-8")]
    [Trait("Statement", "MQTT-4.3.3-11")]
    [Trait("Statement311", "MQTT-2.3.1-6")]
    [Trait("Statement311", "MQTT-4.3.3-1")]
    [Trait("Statement311", "MQTT-4.3.3-2")]
    [Fact]
    public async Task Message_OfQos2_GoesThroughAllFourSteps()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.ExactlyOnce, MqttProtocolVersion.V311);
        var publisher = await _fixture.JoinAsync("p", MqttProtocolVersion.V311);
        await publisher.SendAsync("3406 0001 61 0102 31");
        await publisher.ExpectAsync("5002 0102");
        await publisher.SendAsync("6202 0102");
        await publisher.ExpectAsync("7002 0102");
        var got = Convert.ToHexStringLower(await subscriber.ReadAsync());
        var id = got[10..14];
        Assert.Equal($"3406000161{id}31", got);
        Assert.NotEqual("0000", id);
        await subscriber.SendAsync($"5002 {id}");
        await subscriber.ExpectAsync($"6202 {id}");
        await subscriber.SendAsync($"7002 {id}");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.6.2-1")]
    [Trait("Statement", "MQTT-4.3.3-4")]
    [Fact]
    public async Task Pubrel_InVersion5_IsSuccessWithoutMore()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.ExactlyOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.ExactlyOnce);
        var id = await subscriber.ReceiveAsync("a", "1", MqttQos.ExactlyOnce);
        await subscriber.SendAsync($"5003 {id:x4} 10");
        await subscriber.ExpectAsync($"6202 {id:x4}");
    }

    [Trait("Statement", "MQTT-2.2.1-4")]
    [Trait("Statement", "MQTT-4.3.3-1")]
    [Trait("Statement311", "MQTT-2.3.1-4")]
    [Trait("Statement311", "MQTT-4.3.3-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task PacketId_OfTheBroker_IsFreeOnlyAfterPubcomp(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.ExactlyOnce, version);
        var publisher = await _fixture.JoinAsync("p", version);
        var used = new HashSet<ushort>();
        for (var i = 0; i < 20; i++)
        {
            await publisher.PublishAsync("a", "1", MqttQos.ExactlyOnce);
            var id = await subscriber.ReceiveAsync("a", "1", MqttQos.ExactlyOnce);
            Assert.True(used.Add(id), $"{id} was still in use");
            await subscriber.SendAsync(new PubrecPacket { PacketId = id });
            await subscriber.ExpectAsync(new PubrelPacket { PacketId = id });
        }
    }

    [Trait("Statement", "MQTT-3.3.1-1")]
    [Trait("Statement", "MQTT-4.3.3-3")]
    [Trait("Statement", "MQTT-4.4.0-1")]
    [Trait("Statement311", "MQTT-3.3.1-1")]
    [Trait("Statement311", "MQTT-4.3.3-1")]
    [Trait("Statement311", "MQTT-4.4.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Publish_WithoutPubrec_IsSentAgainOnlyOnTheNextConnection(MqttProtocolVersion version)
    {
        var (subscriber, id) = await SentAsync(version);
        for (var seconds = 0; seconds < 600; seconds += 30)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(30));
            await subscriber.ExpectNothingAsync();
        }

        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", version, present: true);
        Assert.Equal(id, await subscriber.ReceiveAsync("a", "1", MqttQos.ExactlyOnce, dup: true));
        await subscriber.SendAsync(new PubrecPacket { PacketId = id });
        await subscriber.ExpectAsync(new PubrelPacket { PacketId = id });
    }

    [Trait("Statement", "MQTT-4.3.3-5")]
    [Trait("Statement", "MQTT-4.3.3-6")]
    [Trait("Statement", "MQTT-4.4.0-1")]
    [Trait("Statement311", "MQTT-4.3.3-1")]
    [Trait("Statement311", "MQTT-4.4.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Pubrel_WithoutPubcomp_IsSentAgainInsteadOfThePublish(MqttProtocolVersion version)
    {
        var (subscriber, id) = await SentAsync(version);
        await subscriber.SendAsync(new PubrecPacket { PacketId = id });
        await subscriber.ExpectAsync(new PubrelPacket { PacketId = id });
        await subscriber.LoseAsync();
        foreach (var completes in new[] { false, true })
        {
            subscriber = await _fixture.StayAsync("s", version, present: true);
            await subscriber.ExpectAsync(new PubrelPacket { PacketId = id });
            await subscriber.ExpectNothingAsync();
            if (completes)
            {
                await subscriber.SendAsync(new PubcompPacket { PacketId = id });
                await subscriber.ExpectNothingAsync();
            }

            await subscriber.LoseAsync();
        }

        subscriber = await _fixture.StayAsync("s", version, present: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.3.3-7")]
    [Fact]
    public async Task MessageExpiry_AfterPublishWasSent_IsNotApplied()
    {
        var subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50);
        await subscriber.SubscribeAsync("a", MqttQos.ExactlyOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.ExactlyOnce, properties: new MqttProperties { MessageExpiryInterval = 5 });
        var id = await subscriber.ReceiveAsync("a", "1", MqttQos.ExactlyOnce, properties: new MqttProperties { MessageExpiryInterval = 5 });
        await subscriber.LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(60));
        subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true);
        var again = await subscriber.ReadAsync<PublishPacket>();
        Assert.Equal((id, true), (again.PacketId, again.Dup));
        await subscriber.SendAsync(new PubrecPacket { PacketId = id });
        await subscriber.ExpectAsync(new PubrelPacket { PacketId = id });
    }

    [Trait("Statement", "MQTT-4.3.3-13")]
    [Fact]
    public async Task MessageExpiry_OfAReceivedMessage_DoesNotEndItsSteps()
    {
        var publisher = await _fixture.StayAsync("p", MqttProtocolVersion.V50);
        await publisher.SendAsync(Peer.Message("a", "1", MqttQos.ExactlyOnce, packetId: 5, properties: new MqttProperties { MessageExpiryInterval = 1 }));
        Assert.Equal(5, (await publisher.ReadAsync<PubrecPacket>()).PacketId);
        _fixture.Time.Advance(TimeSpan.FromSeconds(20));
        await publisher.SendAsync(new PubrelPacket { PacketId = 5 });
        await publisher.ExpectAsync(new PubcompPacket { PacketId = 5 });
    }

    [Trait("Statement", "MQTT-4.3.3-9")]
    [Fact]
    public async Task PacketId_AfterPubrecWithAFailure_IsFree()
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a");
        var publisher = await _fixture.JoinAsync("p");
        await publisher.SendAsync("3407 0002 6e6f 0005 00");
        await publisher.ExpectAsync("5003 0005 87");
        await publisher.SendAsync("3407 0001 61 0005 00 31");
        await publisher.ExpectAsync("5002 0005");
        await publisher.SendAsync("6202 0005");
        await publisher.ExpectAsync("7002 0005");
        await subscriber.ReceiveAsync("a", "1");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.3.3-10")]
    [Trait("Statement311", "MQTT-4.3.3-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, false)]
    [InlineData(MqttProtocolVersion.V311, true)]
    [InlineData(MqttProtocolVersion.V50, false)]
    [InlineData(MqttProtocolVersion.V50, true)]
    public async Task Publish_RepeatedBeforePubrel_IsAcknowledgedButDeliveredOnce(MqttProtocolVersion version, bool reconnects)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.ExactlyOnce, version);
        var publisher = await _fixture.StayAsync("p", version);
        var message = Peer.Message("a", "1", MqttQos.ExactlyOnce, packetId: 5);
        await publisher.SendAsync(message);
        await publisher.ExpectAsync(new PubrecPacket { PacketId = 5 });
        if (reconnects)
        {
            await publisher.LoseAsync();
            publisher = await _fixture.StayAsync("p", version, present: true);
        }

        await publisher.SendAsync(message with { Dup = true });
        await publisher.ExpectAsync(new PubrecPacket { PacketId = 5 });
        await publisher.SendAsync(message);
        await publisher.ExpectAsync(new PubrecPacket { PacketId = 5 });
        await publisher.SendAsync(new PubrelPacket { PacketId = 5 });
        await publisher.ExpectAsync(new PubcompPacket { PacketId = 5 });
        await subscriber.TakeAsync("a", "1", MqttQos.ExactlyOnce);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.3.3-12")]
    [Trait("Statement311", "MQTT-4.3.3-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task PacketId_UsedAgainAfterPubcomp_IsANewMessage(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", version: version);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.ExactlyOnce);
        await publisher.PublishAsync("a", "2", MqttQos.ExactlyOnce);
        await subscriber.ReceiveAsync("a", "1");
        await subscriber.ReceiveAsync("a", "2");
        await subscriber.ExpectNothingAsync();
    }

    /// <summary>An id that is not known says that a PUBCOMP was lost.</summary>
    [Trait("Statement", "MQTT-4.3.3-11")]
    [Trait("Statement", "MQTT-3.7.2-1")]
    [Trait("Statement311", "MQTT-4.3.3-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Pubrel_ForNothing_IsAnsweredAllTheSame(MqttProtocolVersion version)
    {
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.SendAsync("6202 0005");
        await publisher.ExpectAsync("7002 0005");
    }

    [Trait("Statement", "MQTT-3.6.2-1")]
    [Fact]
    public async Task Pubrec_ForNothing_IsAnsweredAllTheSame()
    {
        var client = await _fixture.JoinAsync("s");
        await client.SendAsync("5002 0005");
        await client.ExpectAsync("6202 0005");
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.4.0-2")]
    [Fact]
    public async Task Pubrec_WithAFailure_EndsTheMessage()
    {
        var (subscriber, id) = await SentAsync(MqttProtocolVersion.V50);
        await subscriber.SendAsync($"5003 {id:x4} 97");
        await subscriber.ExpectNothingAsync();
        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.5.2-1")]
    [Trait("Statement", "MQTT-3.6.2-1")]
    [Trait("Statement", "MQTT-3.7.2-1")]
    [Theory]
    [InlineData("5003 0001 92")]
    [InlineData("5003 0001 01")]
    [InlineData("6203 0001 10")]
    [InlineData("6203 0001 80")]
    [InlineData("7003 0001 10")]
    [InlineData("7003 0001 97")]
    public async Task Reason_ThatIsNoneOfThePacket_Closes(string hex)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    /// <summary>A kept client that has been sent one message of QoS 2.</summary>
    private async Task<(Peer Subscriber, ushort PacketId)> SentAsync(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.StayAsync("s", version);
        await subscriber.SubscribeAsync("a", MqttQos.ExactlyOnce);
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.ExactlyOnce);
        return (subscriber, await subscriber.ReceiveAsync("a", "1", MqttQos.ExactlyOnce));
    }
}
