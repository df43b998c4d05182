using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>What comes after what (4.6).</summary>
public sealed class OrderingTests : IDisposable
{
    private readonly BrokerFixture _fixture = new(new BrokerLimits { InflightMax = 4 });

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-4.6.0-5")]
    [Trait("Statement", "MQTT-4.6.0-6")]
    [Trait("Statement311", "MQTT-4.6.0-5")]
    [Trait("Statement311", "MQTT-4.6.0-6")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.ExactlyOnce)]
    public async Task Messages_OfOnePublisherAndTopic_KeepTheirOrder(MqttProtocolVersion version, MqttQos qos)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", qos, version);
        var publisher = await _fixture.JoinAsync("p", version);
        for (var i = 0; i < 20; i++)
        {
            await publisher.PublishAsync("a", $"{i}", qos);
        }

        for (var i = 0; i < 20; i++)
        {
            await subscriber.TakeAsync("a", $"{i}", qos);
        }

        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.6.0-5")]
    [Trait("Statement", "MQTT-4.4.0-1")]
    [Trait("Statement311", "MQTT-4.6.0-1")]
    [Trait("Statement311", "MQTT-4.6.0-6")]
    [Trait("Statement311", "MQTT-4.4.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQos.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V50, MqttQos.ExactlyOnce)]
    public async Task Messages_SentAgain_KeepTheirOrderAndComeBeforeTheOthers(MqttProtocolVersion version, MqttQos qos)
    {
        var subscriber = await _fixture.StayAsync("s", version);
        await subscriber.SubscribeAsync("a", qos);
        var publisher = await _fixture.JoinAsync("p", version);
        for (var i = 0; i < 6; i++)
        {
            await publisher.PublishAsync("a", $"{i}", qos);
        }

        var ids = new List<ushort>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await subscriber.ReceiveAsync("a", $"{i}", qos));
        }

        await subscriber.LoseAsync();
        subscriber = await _fixture.StayAsync("s", version, present: true);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(ids[i], await subscriber.ReceiveAsync("a", $"{i}", qos, dup: true));
        }

        await subscriber.ExpectNothingAsync();
        await subscriber.SendAsync(qos == MqttQos.AtLeastOnce ? new PubackPacket { PacketId = ids[0] } : new PubrecPacket { PacketId = ids[0], ReasonCode = ReasonCode.Success });
        if (qos == MqttQos.ExactlyOnce)
        {
            await subscriber.ExpectAsync(new PubrelPacket { PacketId = ids[0] });
            await subscriber.SendAsync(new PubcompPacket { PacketId = ids[0] });
        }

        await subscriber.ReceiveAsync("a", "4", qos);
    }

    [Trait("Statement311", "MQTT-4.6.0-2")]
    [Trait("Statement311", "MQTT-4.6.0-3")]
    [Trait("Statement311", "MQTT-4.6.0-6")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Acknowledgements_AreInTheOrderOfTheMessages(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("p", version);
        await client.SubscribeAsync("a");
        var (one, two) = version == MqttProtocolVersion.V50 ? ("3206 0001 61 {0} 00", "3406 0001 61 {0} 00") : ("3205 0001 61 {0}", "3405 0001 61 {0}");
        await client.UnsubscribeAsync("a");
        ushort[] ids = [9, 3, 7, 1];
        await client.SendAsync(string.Concat(ids.Select(id => string.Format(null, one, $"{id:x4}"))));
        foreach (var id in ids)
        {
            Assert.Equal(id, (await client.ReadAsync<PubackPacket>()).PacketId);
        }

        await client.SendAsync(string.Concat(ids.Select(id => string.Format(null, two, $"{id:x4}"))));
        foreach (var id in ids)
        {
            Assert.Equal(id, (await client.ReadAsync<PubrecPacket>()).PacketId);
        }
    }

    [Trait("Statement311", "MQTT-4.6.0-4")]
    [Trait("Statement311", "MQTT-4.6.0-6")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Pubrels_AreInTheOrderOfThePubrecs(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "a", MqttQos.ExactlyOnce, version);
        var publisher = await _fixture.JoinAsync("p", version);
        var ids = new List<ushort>();
        for (var i = 0; i < 3; i++)
        {
            await publisher.PublishAsync("a", $"{i}", MqttQos.ExactlyOnce);
            ids.Add(await subscriber.ReceiveAsync("a", $"{i}", MqttQos.ExactlyOnce));
        }

        ids.Reverse();
        await subscriber.SendAsync(string.Concat(ids.Select(id => $"5002 {id:x4}")));
        await subscriber.ExpectAsync(string.Concat(ids.Select(id => $"6202 {id:x4}")));
    }
}
