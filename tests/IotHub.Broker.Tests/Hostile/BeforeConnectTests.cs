using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>What comes before CONNECT was accepted: M1, M2, M7, M20.</summary>
public sealed class BeforeConnectTests
{
    /// <summary>M1, M20: every other type, whole and as valid as it can be; nothing is answered.</summary>
    [Theory]
    [InlineData("0000")]
    [InlineData("2002 0000")]
    [InlineData("3003 0001 61")]
    [InlineData("3205 0001 61 0001")]
    [InlineData("4002 0001")]
    [InlineData("5002 0001")]
    [InlineData("6202 0001")]
    [InlineData("7002 0001")]
    [InlineData("8206 0001 0001 61 00")]
    [InlineData("9003 0001 00")]
    [InlineData("a205 0001 0001 61")]
    [InlineData("b002 0001")]
    [InlineData("c000")]
    [InlineData("d000")]
    [InlineData("e000")]
    [InlineData("f000")]
    public async Task FirstPacket_OtherThanConnect_IsClosedWithoutAnAnswer(string packet)
    {
        using var fixture = new BrokerFixture();
        var client = fixture.Open();
        await client.SendAsync(packet);
        await client.ExpectClosedAsync();
        Assert.Equal(1, fixture.Broker.GetStatistics().Faults.Values.Sum());
        Assert.Equal(0, fixture.Broker.GetStatistics().Sessions);
    }

    /// <summary>M1: what the header tells is enough; the rest is not waited for and no room is made for it.</summary>
    [Theory]
    [InlineData("00 7f")]
    [InlineData("30 7f")]
    [InlineData("40 7f")]
    [InlineData("82 ff 7f")]
    [InlineData("c0 02")]
    [InlineData("f0 01")]
    public async Task FirstPacket_HeaderOfAnother_IsClosedAtOnce(string header)
    {
        using var fixture = new BrokerFixture();
        var client = fixture.Open();
        await client.SendAsync(header);
        await client.ExpectClosedAsync();
        Assert.Equal(1, fixture.Broker.GetStatistics().Faults.Values.Sum());
    }

    /// <summary>M20: what only servers send, after CONNECT.</summary>
    [Theory]
    [InlineData("2003 00 00 00")]
    [InlineData("9004 0001 00 00")]
    [InlineData("b004 0001 00 00")]
    [InlineData("d000")]
    [InlineData("0000")]
    [InlineData("f000")]
    public async Task LaterPacket_ThatNoClientSends_IsClosedWithAReason(string packet)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(packet);
        var rest = await client.ReadAsync(4);
        Assert.Equal([0xE0, 2], rest[..2]);
        Assert.InRange(rest[2], 0x81, 0x82);
        await client.ExpectClosedAsync();
    }

    /// <summary>M2: the length is judged before a byte of it is kept. 16 KiB before CONNECT was accepted.</summary>
    [Theory]
    [InlineData(16_383, true)]
    [InlineData(16_384, true)]
    [InlineData(16_385, false)]
    public async Task Connect_LargerThanMayBeBefore_IsClosed(int bytes, bool accepted)
    {
        using var fixture = new BrokerFixture();
        var client = fixture.Open();

        // Fixed header 4, variable header 10, client id 3, user name 2 and as many as are left: two bytes of length hold 16,383.
        var header = bytes - 3 <= 16_383 ? 3 : 4;
        var name = bytes - header - 10 - 3 - 2;
        var packet = new ConnectPacket { ClientId = "a", UserName = new string('u', name), KeepAlive = 60 };
        await client.SendAsync(packet);
        if (accepted)
        {
            await client.ExpectAsync("20020000");
        }
        else
        {
            await client.ExpectClosedAsync();
            Assert.Equal(1, fixture.Broker.GetStatistics().Faults[ReasonCode.PacketTooLarge]);
        }
    }

    /// <summary>M2: the largest length there is, announced and not sent.</summary>
    [Fact]
    public async Task Connect_AnnouncingTheLargestLength_IsClosedAtTheHeader()
    {
        using var fixture = new BrokerFixture();
        for (var i = 0; i < 1_000; i++)
        {
            var client = fixture.Open();
            await client.SendAsync("10 ffffff7f");
            await client.ExpectClosedAsync();
        }

        Assert.Equal(1_000, fixture.Broker.GetStatistics().Faults[ReasonCode.PacketTooLarge]);
        Assert.Equal(0, fixture.Broker.GetStatistics().Connections);
    }

    /// <summary>M2, M7: many that announce what may be, send a part and stall; another client is served all the while.</summary>
    [Fact]
    public async Task Connect_ManyThatStall_AreClosedInTimeAndKeepNobodyOut()
    {
        using var fixture = new BrokerFixture();
        var slow = new List<ByteClient>();
        for (var i = 0; i < 1_000; i++)
        {
            slow.Add(fixture.Open());
            await slow[i].SendAsync("10 fd7f 0004 4d51");
        }

        for (var second = 0; second < 5; second++)
        {
            var other = await fixture.ConnectAsync((char)('a' + second));
            await other.ExpectNothingAsync();
            await slow[second].SendAsync("54");
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        foreach (var client in slow)
        {
            await client.ExpectClosedAsync();
        }

        Assert.Equal(5, fixture.Broker.GetStatistics().Connections);
    }

    /// <summary>M2: 256 KiB after it.</summary>
    [Theory]
    [InlineData(262_143, true)]
    [InlineData(262_144, true)]
    [InlineData(262_145, false)]
    public async Task Publish_LargerThanMayBeAfter_IsClosed(int bytes, bool accepted)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.ConnectV5Async("a");

        // Fixed header 4, topic 3, properties 1; of what is too large only the header is sent.
        var packet = PublishPacket.Create("a", new byte[bytes - 8]);
        if (accepted)
        {
            await client.SendAsync(packet);
            await client.ExpectNothingAsync();
        }
        else
        {
            await client.SendAsync("30 fdff0f");
            await client.ExpectClosedAsync("e002 95 00");
        }
    }

    /// <summary>Keep alive of a client that cannot be told: none is ten minutes, and half as long again.</summary>
    [Theory]
    [InlineData(899, false)]
    [InlineData(900, true)]
    [InlineData(901, true)]
    public async Task KeepAlive_None_ClosesAfterALongSilence(int seconds, bool closed)
    {
        using var fixture = new BrokerFixture(new BrokerLimits());
        var client = await fixture.ConnectAsync('a');
        fixture.Time.Advance(TimeSpan.FromSeconds(seconds));
        if (closed)
        {
            await client.ExpectClosedAsync();
        }
        else
        {
            await client.ExpectNothingAsync();
        }
    }
}
