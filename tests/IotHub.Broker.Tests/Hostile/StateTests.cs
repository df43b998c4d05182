using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>What a client may pile up in the broker: M15, M16, M17.</summary>
public sealed class StateTests
{
    /// <summary>M16: QoS 2 without PUBREL, at the receive maximum that the client was told.</summary>
    [Theory]
    [InlineData(255, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public async Task Qos2_NeverReleased_IsClosedAboveTheNumber(int messages, bool accepted)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.ConnectV5Async("a");
        for (var id = 1; id <= messages; id++)
        {
            await client.SendAsync($"3406 0001 74 {id:x4} 00");
            if (id <= 256)
            {
                // Nobody listens.
                await client.ExpectAsync($"5003 {id:x4} 10");
            }
        }

        await (accepted ? client.ExpectNothingAsync() : client.ExpectClosedAsync("e002 93 00"));
    }

    /// <summary>M16: what was never released is there after a reconnect, and no more than before.</summary>
    [Fact]
    public async Task Qos2_NeverReleasedOverReconnects_StaysBounded()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ReceiveMaximum = 256 });
        var properties = new MqttProperties { SessionExpiryInterval = 100 };
        for (var round = 0; round < 3; round++)
        {
            var client = await fixture.ConnectV5Async("a", properties, clean: false, present: round > 0);
            for (var id = (round * 100) + 1; id <= Math.Min((round + 1) * 100, 256); id++)
            {
                await client.SendAsync($"3406 0001 74 {id:x4} 00");
                await client.ExpectAsync($"5003 {id:x4} 10");
            }

            if (round == 2)
            {
                // A repeat is no new one.
                await client.SendAsync("3c06 0001 74 0001 00");
                await client.ExpectAsync("5002 0001");
                await client.SendAsync("3406 0001 74 0101 00");
                await client.ExpectClosedAsync("e002 93 00");
            }
            else
            {
                await client.LoseAsync();
            }
        }
    }

    /// <summary>M17: 0, before it was set, at and above the number.</summary>
    [Theory]
    [InlineData("3007 0001 74 03 23 0000", 0x94)]
    [InlineData("3006 0000 03 23 0001", 0x82)]
    [InlineData("3007 0001 74 03 23 003f", 0)]
    [InlineData("3007 0001 74 03 23 0040", 0)]
    [InlineData("3007 0001 74 03 23 0041", 0x94)]
    [InlineData("3007 0001 74 03 23 ffff", 0x94)]
    public async Task TopicAlias_OutOfItsRange_IsClosed(string packet, int reason)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(packet);
        await (reason == 0 ? client.ExpectNothingAsync() : client.ExpectClosedAsync($"e002 {reason:x2} 00"));
    }

    /// <summary>M17: aliases belong to the connection.</summary>
    [Fact]
    public async Task TopicAlias_OfTheConnectionBefore_IsGone()
    {
        using var fixture = new BrokerFixture();
        var properties = new MqttProperties { SessionExpiryInterval = 100 };
        var client = await fixture.ConnectV5Async("a", properties, clean: false);
        await client.SendAsync("3007 0001 74 03 23 0001 3006 0000 03 23 0001");
        await client.ExpectNothingAsync();
        await client.LoseAsync();
        client = await fixture.ConnectV5Async("a", properties, clean: false, present: true);
        await client.SendAsync("3006 0000 03 23 0001");
        await client.ExpectClosedAsync("e002 82 00");
    }

    /// <summary>M15: ids at random, sessions that are to be kept.</summary>
    [Fact]
    public async Task Sessions_OfEverNewIds_StayWithinTheNumber()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { SessionsMax = 50 });
        var refused = 0;
        for (var i = 0; i < 500; i++)
        {
            var client = fixture.Open();
            await client.SendAsync(new ConnectPacket { ClientId = $"c{i}", CleanStart = false, KeepAlive = 60 });
            var connack = await client.ReadAsync(4);
            refused += connack[3] == 0 ? 0 : 1;
            await client.LoseAsync();
        }

        Assert.Equal(450, refused);
        Assert.Equal(50, fixture.Broker.GetStatistics().Sessions);

        // They end: a week later there is room again.
        fixture.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.Equal(0, fixture.Broker.GetStatistics().Sessions);
    }

    /// <summary>M15: topics at random.</summary>
    [Fact]
    public async Task Retained_OfEverNewTopics_StaysWithinTheNumber()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessagesMax = 100 });
        var client = await fixture.ConnectV5Async("a");
        for (var i = 0; i < 5_000; i++)
        {
            await client.SendAsync(PublishPacket.Create($"t/{i}", new byte[10], retain: true));
        }

        await client.ExpectNothingAsync();
        Assert.Equal(100, fixture.Broker.GetStatistics().RetainedMessages);
        Assert.Equal(4_900, fixture.Broker.GetStatistics().Dropped[Delivery.DropReason.RetainedFull]);
    }

    /// <summary>Of all clients.</summary>
    [Theory]
    [InlineData(2, 0x00)]
    [InlineData(3, 0x00)]
    [InlineData(4, 0x97)]
    public async Task Subscriptions_OfAllClients_AboveTheNumber_AreRefused(int count, int last)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { SubscriptionsMax = 3 });
        for (var i = 1; i <= count; i++)
        {
            var client = await fixture.ConnectV5Async($"c{i}");
            await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest($"{i}")] });
            await client.ExpectAsync($"9004 0001 00 {(i == count ? last : 0):x2}");
        }
    }
}
