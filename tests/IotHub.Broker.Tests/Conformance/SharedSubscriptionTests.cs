using System.Text;
using IotHub.Broker.Delivery;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Shared subscriptions (4.8.2): each message to one member of each group.</summary>
public sealed class SharedSubscriptionTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-4.8.2-1")]
    [Trait("Statement", "MQTT-4.8.2-2")]
    [Theory]
    [InlineData("$share//a")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share/g+/a")]
    [InlineData("$share/+/a")]
    [InlineData("$share/#/a")]
    [InlineData("$share/g#h/a")]
    public async Task Filter_WithoutProperShareNameOrFilter_Closes(string filter)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync($"82{filter.Length + 6:x2} 0001 00 {filter.Length:x4} {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(filter))} 00");
        var reason = (await client.ReadAsync<DisconnectPacket>()).ReasonCode;
        Assert.Contains(reason, new[] { ReasonCode.ProtocolError, ReasonCode.MalformedPacket, ReasonCode.TopicFilterInvalid });
        await client.ExpectClosedAsync("");
    }

    [Trait("Statement", "MQTT-4.8.2-1")]
    [Trait("Statement", "MQTT-4.8.2-2")]
    [Theory]
    [InlineData("$share/g/a/+")]
    [InlineData("$share/$x/#")]
    [InlineData("$share/G h/a/b")]
    public async Task Filter_WithShareNameAndFilter_IsOne(string filter)
    {
        var client = await _fixture.SubscriberAsync("s", filter);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a/b", "1");
        await client.ReceiveAsync("a/b", "1");
        await client.UnsubscribeAsync(filter);
        await publisher.PublishAsync("a/b", "2");
        await client.ExpectNothingAsync();
    }

    /// <summary>The prefix is written in small letters and ends with a slash; all else is a plain filter.</summary>
    [Trait("Statement", "MQTT-4.8.2-1")]
    [Fact]
    public async Task Filter_ThatOnlyResemblesAShare_IsPlain()
    {
        var client = await _fixture.SubscriberAsync("s", "$Share/g/a");
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1");
        await client.ExpectNothingAsync();
        await _fixture.Broker.PublishAsync(new BrokerPublish { Topic = "$Share/g/a", Payload = "2"u8.ToArray(), Qos = MqttQos.AtMostOnce }, CancellationToken.None);
        await client.ReceiveAsync("$Share/g/a", "2");
    }

    [Trait("Statement", "MQTT-4.5.0-1")]
    [Trait("Statement", "MQTT-4.8.2-3")]
    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Messages_AreDealtOutInTurn_ToEachGroupForItself(MqttQos qos)
    {
        var first = await _fixture.SubscriberAsync("s", "$share/g/a", qos);
        var second = await _fixture.SubscriberAsync("t", "$share/g/a", qos);
        var alone = await _fixture.SubscriberAsync("u", "$share/h/a", qos);
        var plain = await _fixture.SubscriberAsync("v", "a", qos);
        var publisher = await _fixture.JoinAsync("p");
        var got = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            await publisher.PublishAsync("a", $"{i}", qos);
            await alone.TakeAsync("a", $"{i}", qos);
            await plain.TakeAsync("a", $"{i}", qos);
        }

        foreach (var member in new[] { first, second })
        {
            for (var i = 0; i < 3; i++)
            {
                var message = await member.ReadAsync<PublishPacket>();
                Assert.Equal(qos, message.Qos);
                got.Add(Encoding.UTF8.GetString(message.Payload.Span));
                if (qos == MqttQos.AtLeastOnce)
                {
                    await member.SendAsync(new PubackPacket { PacketId = message.PacketId });
                }
            }

            await member.ExpectNothingAsync();
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5"], got.Order());
        Assert.Equal(got[0] == "0" ? ["0", "2", "4"] : ["1", "3", "5"], got[..3]);
    }

    [Trait("Statement", "MQTT-4.8.2-3")]
    [Fact]
    public async Task Members_WithDifferentQos_GetEachTheirOwn()
    {
        var low = await _fixture.SubscriberAsync("s", "$share/g/a", MqttQos.AtMostOnce);
        var high = await _fixture.SubscriberAsync("t", "$share/g/a", MqttQos.AtLeastOnce);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await low.TakeAsync("a", "1", MqttQos.AtMostOnce);
        await high.TakeAsync("a", "1", MqttQos.AtLeastOnce);
    }

    [Trait("Statement", "MQTT-3.3.4-3")]
    [Fact]
    public async Task Retained_ForAShare_IsNotSent()
    {
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", retain: true);
        var client = await _fixture.JoinAsync("s");
        await client.SubscribeAsync(new SubscriptionRequest("$share/g/a"), 5);
        await client.ExpectNothingAsync();
        await publisher.PublishAsync("a", "2");
        await client.ReceiveAsync("a", "2", properties: new MqttProperties { SubscriptionIdentifiers = [5] });
    }

    [Trait("Statement", "MQTT-4.5.0-1")]
    [Fact]
    public async Task Members_NotConnected_ArePassedOver()
    {
        var away = await _fixture.StayAsync("s", MqttProtocolVersion.V50);
        await away.SubscribeAsync("$share/g/a", MqttQos.AtLeastOnce);
        var here = await _fixture.SubscriberAsync("t", "$share/g/a", MqttQos.AtLeastOnce);
        await away.LoseAsync();
        var publisher = await _fixture.JoinAsync("p");
        for (var i = 0; i < 3; i++)
        {
            await publisher.PublishAsync("a", $"{i}", MqttQos.AtLeastOnce);
            await here.TakeAsync("a", $"{i}", MqttQos.AtLeastOnce);
        }

        away = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true);
        await away.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.8.2-4")]
    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Member_Reconnects_CompletesWhatItWasSent(MqttQos qos)
    {
        var (member, other, id) = await SentAsync(qos);
        await member.LoseAsync();
        member = await _fixture.StayAsync("s", MqttProtocolVersion.V50, present: true);
        Assert.Equal(id, await member.ReceiveAsync("a", "1", qos, dup: true));
        await other.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.8.2-5")]
    [Fact]
    public async Task Member_EndsWithQos2Unfinished_NobodyElseGetsIt()
    {
        var (member, other, _) = await SentAsync(MqttQos.ExactlyOnce);
        await member.LoseAsync();
        await (await _fixture.JoinAsync("s")).ExpectNothingAsync();
        await other.ExpectNothingAsync();
    }

    /// <summary>For QoS 1 the specification leaves it open; here another member gets it.</summary>
    [Fact]
    public async Task Member_EndsWithQos1Unacknowledged_AnotherGetsIt()
    {
        var (member, other, _) = await SentAsync(MqttQos.AtLeastOnce);
        await member.LoseAsync();
        await (await _fixture.JoinAsync("s")).ExpectNothingAsync();
        await other.TakeAsync("a", "1", MqttQos.AtLeastOnce);
        await other.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.8.2-6")]
    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Member_RefusesTheMessage_NobodyElseGetsIt(MqttQos qos)
    {
        var (member, other, id) = await SentAsync(qos);
        await member.SendAsync(qos == MqttQos.AtLeastOnce ? $"4003 {id:x4} 97" : $"5003 {id:x4} 97");
        await member.ExpectNothingAsync();
        await other.ExpectNothingAsync();
        await (await _fixture.JoinAsync("s")).ExpectNothingAsync();
        await other.ExpectNothingAsync();
    }

    /// <summary>A group of two; the kept one, "s", has been sent one message.</summary>
    private async Task<(Peer Member, Peer Other, ushort PacketId)> SentAsync(MqttQos qos)
    {
        var member = await _fixture.StayAsync("s", MqttProtocolVersion.V50);
        await member.SubscribeAsync("$share/g/a", qos);
        var publisher = await _fixture.JoinAsync("p");
        await publisher.PublishAsync("a", "1", qos);
        var id = await member.ReceiveAsync("a", "1", qos);
        return (member, await _fixture.SubscriberAsync("t", "$share/g/a", qos), id);
    }
}
