using System.Text;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>Texts, topics and properties that no packet may hold: M4, M5, M6.</summary>
public sealed class FieldTests
{
    /// <summary>Bytes that are no text: cut short, overlong, surrogates, beyond the last character, U+0000.</summary>
    private static readonly string[] NoTexts =
    [
        "80", "bf", "c0", "c080", "c1bf", "c2", "e0", "e080", "e08080", "e09fbf", "ed", "eda080", "edad bf", "edae80", "edafbf", "edb080", "edbf bf", "eda080edb080",
        "f0", "f08080 80", "f08fbfbf", "f0908080f0", "f4908080", "f5808080", "f8888080 80", "fc84808080 80", "fe", "ff", "00", "6100", "0061", "610062", "61ff", "ff61", "c3a9c3", "e282",
    ];

    public static TheoryData<string> Texts => [.. NoTexts.Select(text => text.Replace(" ", "", StringComparison.Ordinal))];

    /// <summary>M4: in CONNECT as client id, user name, Will topic, content type and user property.</summary>
    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Connect_WithBytesThatAreNoText_IsRefused(string text)
    {
        var field = $"{text.Length / 2:x4}{text}";
        string[] connects =
        [
            $"0004 4d515454 05 02 003c 00 {field}",
            $"0004 4d515454 05 82 003c 00 0001 61 {field}",
            $"0004 4d515454 05 06 003c 00 0001 61 00 {field} 0001 62",
            $"0004 4d515454 05 06 003c 00 0001 61 {(field.Length / 2) + 1:x2} 03 {field} 0001 74 0001 62",
            $"0004 4d515454 05 02 003c {(field.Length / 2) + 4:x2} 26 {field} 0001 76 0001 61",
            $"0004 4d515454 05 02 003c {(field.Length / 2) + 4:x2} 26 0001 6b {field} 0001 61",
        ];
        using var fixture = new BrokerFixture();
        foreach (var connect in connects)
        {
            var client = fixture.Open();
            var body = connect.Replace(" ", "", StringComparison.Ordinal);
            await client.SendAsync($"10 {body.Length / 2:x2} {body}");
            await client.ExpectClosedAsync("2003 00 81 00");
        }

        Assert.Equal(connects.Length, fixture.Broker.GetStatistics().Faults[ReasonCode.MalformedPacket]);
    }

    /// <summary>M4: in PUBLISH as topic and response topic, in SUBSCRIBE and UNSUBSCRIBE as filter, in DISCONNECT as reason.</summary>
    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Packet_WithBytesThatAreNoText_IsClosed(string text)
    {
        var field = $"{text.Length / 2:x4}{text}";
        (string First, string Body)[] packets =
        [
            ("30", $"{field} 00"),
            ("30", $"0001 61 {(field.Length / 2) + 1:x2} 08 {field}"),
            ("82", $"0001 00 {field} 00"),
            ("a2", $"0001 00 {field}"),
            ("e0", $"00 {(field.Length / 2) + 1:x2} 1f {field}"),
        ];
        using var fixture = new BrokerFixture();
        foreach (var (first, spaced) in packets)
        {
            var client = await fixture.ConnectV5Async("a");
            var body = spaced.Replace(" ", "", StringComparison.Ordinal);
            await client.SendAsync($"{first} {body.Length / 2:x2} {body}");
            var answer = await client.ReadAsync(4);
            Assert.Equal(0xE0, answer[0]);
            Assert.Contains(answer[2], new byte[] { 0x81, 0x82, 0x8F, 0x90 });
            await client.ExpectClosedAsync();
        }
    }

    /// <summary>M4: no topic, wildcards in one.</summary>
    [Theory]
    [InlineData("3003 0000 00", 0x82)]
    [InlineData("3004 0001 23 00", 0x81)]
    [InlineData("3004 0001 2b 00", 0x81)]
    [InlineData("3006 0003 612f2b 00", 0x81)]
    public async Task Publish_WithoutATopicToPublishTo_IsClosed(string packet, int reason)
    {
        using var fixture = new BrokerFixture();
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(packet);
        await client.ExpectClosedAsync($"e002 {reason:x2} 00");
    }

    /// <summary>Bytes of a topic: one below, at and one above, for a name, a filter and a Will.</summary>
    [Theory]
    [InlineData(1023, true)]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public async Task Topic_AboveItsBytes_IsRefused(int bytes, bool accepted)
    {
        using var fixture = new BrokerFixture();
        var topic = new string('t', bytes);
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest(topic)] });
        await client.ExpectAsync($"9004 0001 00 {(accepted ? "00" : "8f")}");
        await client.SendAsync(PublishPacket.Create(topic, default, MqttQos.AtLeastOnce, packetId: 1));
        await (accepted ? client.ExpectAsync(PublishPacket.Create(topic, default)) : client.ExpectClosedAsync("e002 90 00"));

        var other = fixture.Open();
        await other.SendAsync(new ConnectPacket { ClientId = "b", KeepAlive = 60, Version = MqttProtocolVersion.V50, Will = new WillMessage { Topic = topic } });
        var connack = await other.ReadAsync(accepted ? 16 : 5);
        Assert.Equal(accepted ? 0x00 : 0x90, connack[3]);
    }

    /// <summary>M5: as deep as a packet can be. A stack that overflows ends the process: the test then does not end at all.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("+/")]
    [InlineData("a/")]
    public async Task Topic_OfThousandsOfLevels_IsRefused(string part)
    {
        using var fixture = new BrokerFixture();
        var deep = string.Concat(Enumerable.Repeat(part, 65_534 / part.Length));
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest(deep), new SubscriptionRequest("$share/g/" + deep[..60_000])] });
        await client.ExpectAsync("9005 0001 00 8f 8f");
        await client.SendAsync(new UnsubscribePacket { PacketId = 2, Filters = [deep] });
        await client.ExpectAsync("b004 0002 00 11");
        if (part[0] != '+')
        {
            await client.SendAsync(PublishPacket.Create(deep, default));
            await client.ExpectClosedAsync("e002 90 00");
        }
    }

    /// <summary>M6: in every packet that a client sends with them.</summary>
    [Theory]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(10_000, false)]
    public async Task UserProperties_AboveTheNumber_AreRefused(int count, bool accepted)
    {
        using var fixture = new BrokerFixture();
        MqttProperties properties = new() { UserProperties = [.. Enumerable.Repeat(new UserProperty("k", ""), count)] };
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(PublishPacket.Create("t", default) with { Properties = properties });
        await (accepted ? client.ExpectNothingAsync() : client.ExpectClosedAsync("e002 97 00"));
        client = await fixture.ConnectV5Async("b");
        await client.SendAsync(new SubscribePacket { PacketId = 1, Subscriptions = [new SubscriptionRequest("x")], Properties = properties });
        await (accepted ? client.ExpectAsync("9004 0001 00 00") : client.ExpectClosedAsync("e002 97 00"));
    }

    [Theory]
    [InlineData(4095, true)]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task UserPropertyBytes_AboveTheNumber_AreRefused(int bytes, bool accepted)
    {
        using var fixture = new BrokerFixture();
        MqttProperties properties = new() { UserProperties = [new UserProperty("1234", new string('v', 1000)), new UserProperty("k", new string('v', bytes - 1005))] };
        var client = await fixture.ConnectV5Async("a");
        await client.SendAsync(PublishPacket.Create("t", Encoding.UTF8.GetBytes("p")) with { Properties = properties });
        await (accepted ? client.ExpectNothingAsync() : client.ExpectClosedAsync("e002 97 00"));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    public async Task ClientId_UpToItsBytes_IsAccepted(int bytes)
    {
        using var fixture = new BrokerFixture();
        await fixture.ConnectV5Async(new string('c', bytes));
    }

    [Fact]
    public async Task ClientId_AboveItsBytes_IsRefused()
    {
        using var fixture = new BrokerFixture();
        var client = fixture.Open();
        await client.SendAsync(new ConnectPacket { ClientId = new string('c', 129), Version = MqttProtocolVersion.V50 });
        await client.ExpectClosedAsync("2003 00 85 00");
    }
}
