using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Receive Maximum, both ways (3.3.4, 4.9).</summary>
public sealed class FlowControlTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.3.4-9")]
    [Trait("Statement", "MQTT-4.9.0-1")]
    [Trait("Statement", "MQTT-4.9.0-2")]
    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task ReceiveMaximum_OfTheClient_IsWhatIsSentAtMost(MqttQos qos)
    {
        var subscriber = await _fixture.JoinAsync("s", new MqttProperties { ReceiveMaximum = 2 });
        await subscriber.SubscribeAsync("a", qos);
        var publisher = await _fixture.JoinAsync("p");
        for (var i = 1; i <= 4; i++)
        {
            await publisher.PublishAsync("a", $"{i}", qos);
        }

        var first = await subscriber.ReceiveAsync("a", "1", qos);
        await subscriber.ReceiveAsync("a", "2", qos);
        await subscriber.ExpectNothingAsync();
        if (qos == MqttQos.AtLeastOnce)
        {
            await subscriber.SendAsync(new PubackPacket { PacketId = first });
        }
        else
        {
            await subscriber.SendAsync(new PubrecPacket { PacketId = first });
            await subscriber.ExpectAsync(new PubrelPacket { PacketId = first });
            await subscriber.ExpectNothingAsync();
            await subscriber.SendAsync(new PubcompPacket { PacketId = first });
        }

        await subscriber.ReceiveAsync("a", "3", qos);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.4-9")]
    [Trait("Statement", "MQTT-4.4.0-2")]
    [Fact]
    public async Task Pubrec_WithAFailure_GivesTheQuotaBack()
    {
        var subscriber = await _fixture.JoinAsync("s", new MqttProperties { ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync("a", MqttQos.ExactlyOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.ExactlyOnce);
        await publisher.PublishAsync("a", "2", MqttQos.ExactlyOnce);
        var first = await subscriber.ReceiveAsync("a", "1", MqttQos.ExactlyOnce);
        await subscriber.ExpectNothingAsync();
        await subscriber.SendAsync($"5003 {first:x4} 80");
        await subscriber.ReceiveAsync("a", "2", MqttQos.ExactlyOnce);
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.4-10")]
    [Trait("Statement", "MQTT-4.9.0-3")]
    [Fact]
    public async Task QuotaUsedUp_EverythingElse_StillGoes()
    {
        var client = await _fixture.JoinAsync("s", new MqttProperties { ReceiveMaximum = 1 });
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await publisher.PublishAsync("a", "2", MqttQos.AtLeastOnce);
        await client.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        await client.ExpectNothingAsync();
        await client.SubscribeAsync("b");
        await client.UnsubscribeAsync("b");
        await client.PublishAsync("x", "1", MqttQos.AtLeastOnce);
        await client.PublishAsync("x", "1", MqttQos.ExactlyOnce);
        await client.SubscribeAsync("c");
        await publisher.PublishAsync("c", "3");
        await client.ReceiveAsync("c", "3");
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.3.4-7")]
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task ReceiveMaximum_OfTheServerExceeded_Closes(int messages, bool accepted)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ReceiveMaximum = 2 });
        var client = await fixture.JoinAsync("p");
        Assert.Equal((ushort)2, client.Connack.Properties.ReceiveMaximum);
        for (var id = 1; id <= messages; id++)
        {
            await client.SendAsync(Peer.Message("a", "1", MqttQos.ExactlyOnce, packetId: (ushort)id));
            if (id <= 2)
            {
                Assert.Equal(id, (await client.ReadAsync<PubrecPacket>()).PacketId);
            }
        }

        if (accepted)
        {
            await client.ExpectNothingAsync();
        }
        else
        {
            await client.ExpectClosedAsync(ReasonCode.ReceiveMaximumExceeded);
        }
    }

    /// <summary>PUBCOMP, or a PUBREC that refuses, gives the client its quota back.</summary>
    [Trait("Statement", "MQTT-3.3.4-7")]
    [Fact]
    public async Task ReceiveMaximum_OfTheServer_CountsOnlyWhatIsUnfinished()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ReceiveMaximum = 2 }, new RefusingPolicy());
        var client = await fixture.JoinAsync("p");
        for (var i = 0; i < 5; i++)
        {
            await client.PublishAsync("a", "1", MqttQos.ExactlyOnce);
            await client.PublishAsync("a", "1", MqttQos.AtLeastOnce);
            await client.SendAsync(Peer.Message("no", "1", MqttQos.ExactlyOnce, packetId: (ushort)(10 + i)));
            Assert.Equal(ReasonCode.NotAuthorized, (await client.ReadAsync<PubrecPacket>()).ReasonCode);
        }
    }

    [Trait("Statement", "MQTT-4.9.0-1")]
    [Fact]
    public async Task ReceiveMaximum_Zero_IsAProtocolError()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync("1011 0004 4d515454 05 02 0000 03 21 0000 0001 61");
        await client.ExpectRefusedAsync(ReasonCode.ProtocolError);
    }
}
