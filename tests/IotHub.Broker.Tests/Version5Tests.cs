using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests;

/// <summary>What 5.0 adds.</summary>
public sealed class Version5Tests : IDisposable
{
    private static readonly WillMessage Will = new() { Topic = "w", Payload = "x"u8.ToArray() };
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("1010 0004 4d515454 05 02 0000 02 1100 0001 61", "81")]
    [InlineData("1014 0004 4d515454 05 02 0000 06 21 0001 21 0001 0001 61", "82")]
    [InlineData("1011 0004 4d515454 05 02 0000 03 21 0000 0001 61", "82")]
    [InlineData("100e 0004 4d515454 05 03 0000 00 0001 61", "81")]
    public async Task Connect_Unreadable_IsRefusedWithTheReason(string hex, string reason)
    {
        var client = _fixture.Open();
        await client.SendAsync(hex);
        await client.ExpectClosedAsync($"2003 00 {reason} 00");
    }

    [Fact]
    public async Task Connect_AgainInAnUnknownVersion_ClosesWithProtocolError()
    {
        var client = await _fixture.ConnectV5Async("a");
        await client.SendAsync("100d 0004 4d515454 07 02 0000 0001 61");
        await client.ExpectClosedAsync("e002 82 00");
    }

    [Fact]
    public async Task Connect_MaximumPacketSizeBelowConnack_IsClosedWithoutIt()
    {
        var client = _fixture.Open();
        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V50, ClientId = "a", Will = Will, Properties = new MqttProperties { MaximumPacketSize = 8 } });
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task MaximumPacketSize_LargerMessage_IsNotSent()
    {
        var subscriber = await _fixture.ConnectV5Async("s", new MqttProperties { MaximumPacketSize = 20 });
        await subscriber.SubscribeAsync(new SubscriptionRequest("a"));
        var publisher = await _fixture.ConnectV5Async("p");
        foreach (var size in new[] { 13, 14, 15 })
        {
            await publisher.SendAsync(PublishPacket.Create("a", new byte[size]));
        }

        await publisher.ExpectNothingAsync();
        await subscriber.ExpectAsync(PublishPacket.Create("a", new byte[13]));
        await subscriber.ExpectAsync(PublishPacket.Create("a", new byte[14]));
        await subscriber.ExpectNothingAsync();
        Assert.Equal(1, _fixture.Broker.GetStatistics().Dropped[DropReason.TooLargeForReceiver]);
    }

    [Fact]
    public async Task Will_KeepAliveExpired_IsPublished()
    {
        var subscriber = await _fixture.ConnectAsync('s');
        await subscriber.SendAsync("8206 0001 0001 77 00");
        await subscriber.ExpectAsync("9003 0001 00");
        var lost = await _fixture.ConnectAsync("1013 0004 4d515454 04 06 000a 0001 61 0001 77 0001 78", "20020000");
        _fixture.Time.Advance(TimeSpan.FromSeconds(15));
        await lost.ExpectClosedAsync();
        await subscriber.ExpectAsync("3004 0001 77 78");
    }

    [Theory]
    [InlineData(ReasonCode.Success, false)]
    [InlineData(ReasonCode.DisconnectWithWill, true)]
    public async Task Will_Disconnect_DependsOnTheReason(ReasonCode reason, bool published)
    {
        var subscriber = await _fixture.SubscribedV5Async("s", new SubscriptionRequest("w"));
        var client = await _fixture.ConnectV5Async("a", will: Will);
        await client.SendAsync(new DisconnectPacket { ReasonCode = reason });
        await client.ExpectClosedAsync();
        if (published)
        {
            await subscriber.ExpectAsync(PublishPacket.Create("w", "x"u8.ToArray()));
        }

        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Will_WithDelay_ComesAfterItUnlessTheClientIsBack()
    {
        var subscriber = await _fixture.SubscribedV5Async("s", new SubscriptionRequest("w"));
        var delayed = Will with { Properties = new MqttProperties { WillDelayInterval = 10 } };
        var kept = new MqttProperties { SessionExpiryInterval = 30 };
        await (await _fixture.ConnectV5Async("a", kept, will: delayed)).LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(9));
        await subscriber.ExpectNothingAsync();
        var back = await _fixture.ConnectV5Async("a", kept, clean: false, present: true, will: delayed);
        _fixture.Time.Advance(TimeSpan.FromSeconds(9));
        await subscriber.ExpectNothingAsync();
        await back.LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(10));
        await subscriber.ExpectAsync(PublishPacket.Create("w", "x"u8.ToArray()));
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Session_Expiry_EndsItInItsTime()
    {
        var kept = new MqttProperties { SessionExpiryInterval = 30 };
        await (await _fixture.ConnectV5Async("a", kept)).LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(29));
        await (await _fixture.ConnectV5Async("a", kept, clean: false, present: true)).LoseAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
        await _fixture.ConnectV5Async("a", kept, clean: false, present: false);
    }

    [Fact]
    public async Task Message_Expiry_IsCountedDownAndEndsIt()
    {
        var kept = new MqttProperties { SessionExpiryInterval = 60 };
        var subscriber = await _fixture.ConnectV5Async("s", kept);
        await subscriber.SubscribeAsync(new SubscriptionRequest("a", MqttQos.AtLeastOnce));
        await subscriber.LoseAsync();
        var publisher = await _fixture.ConnectV5Async("p");
        foreach (var life in new uint[] { 5, 10 })
        {
            await publisher.SendAsync(PublishPacket.Create("a", new[] { (byte)life }, MqttQos.AtLeastOnce, packetId: 7) with { Properties = new MqttProperties { MessageExpiryInterval = life } });
            await publisher.ExpectAsync("4002 0007");
        }

        _fixture.Time.Advance(TimeSpan.FromSeconds(6));
        subscriber = await _fixture.ConnectV5Async("s", kept, clean: false, present: true);
        await subscriber.ExpectAsync(PublishPacket.Create("a", new byte[] { 10 }, MqttQos.AtLeastOnce, packetId: 1) with { Properties = new MqttProperties { MessageExpiryInterval = 4 } });
        Assert.Equal(1, _fixture.Broker.GetStatistics().Dropped[DropReason.Expired]);
    }

    [Fact]
    public async Task Retain_Handling_DecidesOnSubscribing()
    {
        var client = await _fixture.ConnectV5Async("a");
        await client.SendAsync(PublishPacket.Create("a", "1"u8.ToArray(), retain: true));
        await client.ExpectNothingAsync();
        var retained = PublishPacket.Create("a", "1"u8.ToArray(), retain: true);
        await client.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: RetainHandling.DoNotSend));
        await client.ExpectNothingAsync();
        await client.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: RetainHandling.SendIfNew));
        await client.ExpectNothingAsync();
        await client.SubscribeAsync(new SubscriptionRequest("a", RetainHandling: RetainHandling.Send));
        await client.ExpectAsync(retained);
        await client.SubscribeAsync(new SubscriptionRequest("+", RetainHandling: RetainHandling.SendIfNew));
        await client.ExpectAsync(retained);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retain_AsPublished_KeepsTheFlag(bool asPublished)
    {
        var subscriber = await _fixture.SubscribedV5Async("s", new SubscriptionRequest("a", RetainAsPublished: asPublished));
        var publisher = await _fixture.ConnectV5Async("p");
        await publisher.SendAsync(PublishPacket.Create("a", "1"u8.ToArray(), retain: true));
        await publisher.SendAsync(PublishPacket.Create("a", "2"u8.ToArray()));
        await subscriber.ExpectAsync(PublishPacket.Create("a", "1"u8.ToArray(), retain: asPublished));
        await subscriber.ExpectAsync(PublishPacket.Create("a", "2"u8.ToArray()));
    }

    [Fact]
    public async Task Retained_SetReplacedCleared_IsWhatALaterSubscriberGets()
    {
        var publisher = await _fixture.ConnectV5Async("p");
        foreach (var value in new[] { "1", "2" })
        {
            await publisher.SendAsync(PublishPacket.Create("a", System.Text.Encoding.UTF8.GetBytes(value), retain: true));
        }

        await publisher.ExpectNothingAsync();
        var first = await _fixture.SubscribedV5Async("s", new SubscriptionRequest("#"));
        await first.ExpectAsync(PublishPacket.Create("a", "2"u8.ToArray(), retain: true));
        await publisher.SendAsync(PublishPacket.Create("a", default, retain: true));
        await publisher.ExpectNothingAsync();
        await (await _fixture.SubscribedV5Async("t", new SubscriptionRequest("#"))).ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NoLocal_OwnMessage_ComesOrNot(bool noLocal)
    {
        var client = await _fixture.SubscribedV5Async("a", new SubscriptionRequest("a", NoLocal: noLocal));
        await client.SendAsync(PublishPacket.Create("a", default));
        if (!noLocal)
        {
            await client.ExpectAsync(PublishPacket.Create("a", default));
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task SubscriptionIdentifiers_Overlapping_ComeAllInOneMessage()
    {
        var client = await _fixture.ConnectV5Async("a");
        await client.SubscribeAsync(new SubscriptionRequest("a"), identifier: 5);
        await client.SubscribeAsync(new SubscriptionRequest("b"), identifier: 6);
        await client.SubscribeAsync(new SubscriptionRequest("#", MqttQos.AtLeastOnce), identifier: 300);
        var publisher = await _fixture.ConnectV5Async("p");
        await publisher.SendAsync(PublishPacket.Create("a", "1"u8.ToArray(), MqttQos.AtLeastOnce, packetId: 3));
        await client.ExpectAsync("320c 0001 61 0001 05 0b ac02 0b 05 31");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task TopicAlias_Set_StandsForTheTopicAndIsNotPassedOn()
    {
        var subscriber = await _fixture.SubscribedV5Async("s", new SubscriptionRequest("a"));
        var publisher = await _fixture.ConnectV5Async("p");
        await publisher.SendAsync("3008 0001 61 03 23 0040 31");
        await publisher.SendAsync("3007 0000 03 23 0040 32");
        await subscriber.ExpectAsync(PublishPacket.Create("a", "1"u8.ToArray()));
        await subscriber.ExpectAsync(PublishPacket.Create("a", "2"u8.ToArray()));
    }

    [Theory]
    [InlineData("3008 0001 61 03 23 0000 31", "94")]
    [InlineData("3008 0001 61 03 23 0041 31", "94")]
    [InlineData("3007 0000 03 23 0001 32", "82")]
    public async Task TopicAlias_Wrong_Closes(string hex, string reason)
    {
        var client = await _fixture.ConnectV5Async("p");
        await client.SendAsync(hex);
        await client.ExpectClosedAsync($"e002 {reason} 00");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task ReceiveMaximum_Exceeded_Closes(int messages, bool accepted)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ReceiveMaximum = 2 });
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V50, ClientId = "a", KeepAlive = 60 });
        await client.ExpectAsync("200e 00 00 0b 21 0002 27 00040000 22 0040");
        for (var id = 1; id <= messages; id++)
        {
            await client.SendAsync(PublishPacket.Create("a", default, MqttQos.ExactlyOnce, packetId: (ushort)id));
            await client.ExpectAsync(id <= 2 ? $"5003 {id:x4} 10" : "e002 93 00");
        }

        if (accepted)
        {
            await client.ExpectNothingAsync();
        }
        else
        {
            await client.ExpectClosedAsync();
        }
    }

    [Fact]
    public async Task ReceiveMaximum_OfTheClient_BoundsWhatIsInFlight_AlsoAfterAReconnect()
    {
        var subscriber = await _fixture.ConnectV5Async("s", new MqttProperties { ReceiveMaximum = 2, SessionExpiryInterval = 60 });
        await subscriber.SubscribeAsync(new SubscriptionRequest("a", MqttQos.AtLeastOnce));
        var publisher = await _fixture.ConnectV5Async("p");
        for (ushort id = 1; id <= 3; id++)
        {
            await publisher.SendAsync(PublishPacket.Create("a", new[] { (byte)id }, MqttQos.AtLeastOnce, packetId: id));
            await publisher.ExpectAsync($"4002 {id:x4}");
        }

        await subscriber.ExpectAsync("3207 0001 61 0001 00 01 3207 0001 61 0002 00 02");
        await subscriber.ExpectNothingAsync();
        await subscriber.LoseAsync();
        subscriber = await _fixture.ConnectV5Async("s", new MqttProperties { ReceiveMaximum = 1, SessionExpiryInterval = 60 }, clean: false, present: true);
        await subscriber.ExpectAsync("3a07 0001 61 0001 00 01");
        await subscriber.ExpectNothingAsync();
        await subscriber.SendAsync("4002 0001");
        await subscriber.ExpectAsync("3a07 0001 61 0002 00 02");
        await subscriber.SendAsync("4002 0002");
        await subscriber.ExpectAsync("3207 0001 61 0003 00 03");
    }
}
