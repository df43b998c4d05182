using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests;

/// <summary>Each limit one below, at, and one above its number.</summary>
public class LimitTests
{
    [Theory]
    [InlineData(2, "20020000")]
    [InlineData(3, "20020000")]
    [InlineData(4, "20020003")]
    public async Task Connections_AboveTheNumber_AreRefused(int count, string answer)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ConnectionsMax = 3 });
        for (var i = 1; i < count; i++)
        {
            await fixture.ConnectAsync((char)('a' + i));
        }

        await fixture.ConnectAsync("100d 0004 4d515454 04 02 0000 0001 61", answer);
    }

    [Theory]
    [InlineData(2, "20020000")]
    [InlineData(3, "20020000")]
    [InlineData(4, "20020003")]
    public async Task Sessions_AboveTheNumber_AreRefused(int count, string answer)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { SessionsMax = 3 });
        for (var i = 1; i < count; i++)
        {
            await (await fixture.ConnectAsync((char)('a' + i), clean: false)).LoseAsync();
        }

        await fixture.ConnectAsync("100d 0004 4d515454 04 02 0000 0001 61", answer);
    }

    [Theory]
    [InlineData(22, "20020000")]
    [InlineData(23, "20020000")]
    [InlineData(24, "20020002")]
    public async Task ClientId_LongerThanTheNumber_IsRefused(int length, string answer)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ClientIdBytesMax = 23 });
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = new string('a', length) });
        await client.ExpectAsync(answer);
    }

    [Theory]
    [InlineData(1, 0x00)]
    [InlineData(2, 0x00)]
    [InlineData(3, 0x97)]
    public async Task Subscriptions_AboveTheNumber_AreRefused(int count, int last)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { SubscriptionsPerClientMax = 2 });
        var client = await fixture.ConnectV5Async("a");
        for (var i = 1; i <= count; i++)
        {
            await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest($"{i}")] });
            await client.ExpectAsync($"9004 0001 00 {(i == count ? last : 0):x2}");
        }
    }

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("a/b/c", true)]
    [InlineData("a/b/c/d", false)]
    public async Task TopicLevels_AboveTheNumber_AreRefused(string topic, bool accepted)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { TopicLevelsMax = 3 });
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest(topic)] });
        await client.ExpectAsync($"9004 0001 00 {(accepted ? "00" : "8f")}");
        await client.SendAsync(PublishPacket.Create(topic, default));
        if (accepted)
        {
            await client.ExpectAsync(PublishPacket.Create(topic, default));
        }
        else
        {
            await client.ExpectClosedAsync("e002 90 00");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public async Task Retained_AboveTheNumber_IsNotRetained(int topics, int kept)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { RetainedMessagesMax = 2 });
        var client = await fixture.ConnectV5Async("a");
        for (var i = 1; i <= topics; i++)
        {
            await client.SendAsync(PublishPacket.Create($"{i}", new byte[] { 1 }, retain: true));
        }

        await client.ExpectNothingAsync();
        var statistics = fixture.Broker.GetStatistics();
        Assert.Equal(kept, statistics.RetainedMessages);
        Assert.Equal(topics - kept, statistics.Dropped.Values.Sum());
    }

    /// <summary>A message counts its topic, payload and 128 bytes of its own.</summary>
    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 0)]
    public async Task RetainedBytes_AboveTheNumber_AreNotRetained(int payload, int kept)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { RetainedBytesMax = 139 });
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(PublishPacket.Create("a", new byte[payload], retain: true));
        await client.ExpectNothingAsync();
        Assert.Equal(kept, fixture.Broker.GetStatistics().RetainedMessages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Inflight_AboveTheNumber_Waits(int messages)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { InflightMax = 2 });
        var subscriber = await fixture.ConnectV5Async("s");
        await subscriber.SubscribeAsync(new SubscriptionRequest("a", MqttQos.AtLeastOnce));
        var publisher = await fixture.ConnectV5Async("p");
        for (var id = 1; id <= messages; id++)
        {
            await publisher.SendAsync($"3206 0001 61 {id:x4} 00");
            await publisher.ExpectAsync($"4002 {id:x4}");
        }

        for (var id = 1; id <= Math.Min(messages, 2); id++)
        {
            await subscriber.ExpectAsync($"3206 0001 61 {id:x4} 00");
        }

        await subscriber.ExpectNothingAsync();
        await subscriber.SendAsync("4002 0001");
        await subscriber.ExpectAsync(messages > 2 ? "3206 0001 61 0003 00" : "");
        await subscriber.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public async Task ConnectTimeout_Reached_Closes(int seconds, bool closed)
    {
        using var fixture = new BrokerFixture();
        var client = fixture.Open();
        fixture.Time.Advance(TimeSpan.FromSeconds(seconds));
        if (closed)
        {
            await client.ExpectClosedAsync();
        }
        else
        {
            await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 61");
            await client.ExpectAsync("20020000");
        }
    }

    [Fact]
    public void InProcessSubscribers_AboveTheNumber_AreRefused()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { InProcessSubscribersMax = 2 });
        using var first = fixture.Broker.Subscribe("a", (_, _) => ValueTask.CompletedTask);
        using (fixture.Broker.Subscribe("a", (_, _) => ValueTask.CompletedTask))
        {
            Assert.Throws<InvalidOperationException>(() => fixture.Broker.Subscribe("a", (_, _) => ValueTask.CompletedTask));
        }

        using var again = fixture.Broker.Subscribe("a", (_, _) => ValueTask.CompletedTask);
        Assert.Equal(2, fixture.Broker.GetStatistics().Subscriptions);
    }

    [Fact]
    public void Validate_ValuesThatMakeNoSense_AreNamed()
    {
        Assert.Empty(new BrokerLimits().Validate());
        var faults = new BrokerLimits { PacketBytesMax = 127, StalledTimeout = TimeSpan.Zero, RetainedBytesMax = -1 }.Validate();
        Assert.Equal(["PacketBytesMax", "RetainedBytesMax", "StalledTimeout"], faults.Select(fault => fault.Split(' ')[0]));
    }

    /// <summary>No number is left out: each is set to what no range holds, and is named.</summary>
    [Fact]
    public void Validate_EveryLimitOutOfItsRange_IsNamed()
    {
        foreach (var limit in typeof(BrokerLimits).GetProperties().Where(limit => limit.PropertyType != typeof(bool)))
        {
            // 0 is below every range but those that begin there.
            object outside = limit.PropertyType == typeof(TimeSpan) ? TimeSpan.FromSeconds(-1)
                : limit.PropertyType == typeof(ushort) ? ushort.MinValue
                : Convert.ChangeType(-1, limit.PropertyType, System.Globalization.CultureInfo.InvariantCulture);
            var limits = new BrokerLimits();
            limit.SetValue(limits, outside);
            if (limit.Name != nameof(BrokerLimits.TopicAliasMax))
            {
                Assert.StartsWith($"{limit.Name} is {outside}; it must be ", Assert.Single(limits.Validate()), StringComparison.Ordinal);
            }
        }
    }
}
