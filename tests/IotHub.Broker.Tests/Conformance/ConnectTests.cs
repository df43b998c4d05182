using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>CONNECT as a whole and its answer (3.1, 3.2).</summary>
public sealed class ConnectTests : IDisposable
{
    private readonly BrokerFixture _fixture = new(policy: new RefusingPolicy());

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.1.0-1")]
    [Trait("Statement", "MQTT-3.14.0-1")]
    [Trait("Statement311", "MQTT-3.1.0-1")]
    [Theory]
    [InlineData("3004 0001 61 31")]
    [InlineData("3206 0001 61 0001 31")]
    [InlineData("4002 0001")]
    [InlineData("6202 0001")]
    [InlineData("8206 0001 0001 61 00")]
    [InlineData("a205 0001 0001 61")]
    [InlineData("c000")]
    [InlineData("e000")]
    [InlineData("f000")]
    [InlineData("20020000")]
    public async Task FirstPacket_NotConnect_ClosesWithoutAWord(string hex)
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(hex);
        await client.ExpectClosedAsync("");
    }

    [Trait("Statement", "MQTT-3.1.0-2")]
    [Trait("Statement", "MQTT-3.2.0-2")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Trait("Statement311", "MQTT-3.1.0-2")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Connect_Twice_ClosesWithoutASecondConnack(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SendAsync(new ConnectPacket { Version = version, ClientId = "a" });
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-3.1.2-1")]
    [Trait("Statement311", "MQTT-3.1.2-1")]
    [Theory]
    [InlineData("100d 0004 4d515451 04 02 0000 0001 61")]
    [InlineData("100d 0004 6d717474 04 02 0000 0001 61")]
    [InlineData("100e 0004 4d515451 05 02 0000 00 0001 61")]
    [InlineData("1011 0007 4d515474747474 05 02 0000 00 0001 61")]
    [InlineData("100f 0006 4d5149736470 04 02 0000 0001 61")]
    [InlineData("1009 0000 04 02 0000 0001 61")]
    public async Task ProtocolName_Wrong_IsNotAccepted(string hex)
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(hex);
        var answer = Convert.ToHexStringLower(await client.ReadAsync());
        Assert.Contains(answer, new[] { "", "20020001", "2003008400" });
        await client.ExpectClosedAsync("");
    }

    /// <summary>A level below ours is answered in 3.1.1, one above in 5.0.</summary>
    [Trait("Statement", "MQTT-3.1.2-2")]
    [Trait("Statement311", "MQTT-3.1.2-2")]
    [Theory]
    [InlineData("100d 0004 4d515454 00 02 0000 0001 61", "20020001")]
    [InlineData("100d 0004 4d515454 03 02 0000 0001 61", "20020001")]
    [InlineData("100d 0004 4d515454 06 02 0000 0001 61", "2003008400")]
    [InlineData("100d 0004 4d515454 7f 02 0000 0001 61", "2003008400")]
    public async Task ProtocolLevel_Unknown_IsToldAndClosed(string hex, string connack)
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V311);
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(connack);
    }

    [Trait("Statement", "MQTT-3.1.4-1")]
    [Trait("Statement", "MQTT-3.14.0-1")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Trait("Statement311", "MQTT-3.1.4-1")]
    [Trait("Statement311", "MQTT-3.2.2-6")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Theory]
    [InlineData("100a 0004 4d515454 04 02 0000", "100b 0004 4d515454 05 02 0000 00")]
    [InlineData("100d 0004 4d515454 04 02 0000 0002 61", "100e 0004 4d515454 05 02 0000 00 0002 61")]
    [InlineData("100e 0004 4d515454 04 02 0000 0001 61 00", "100f 0004 4d515454 05 02 0000 00 0001 61 00")]
    [InlineData("1008 0004 4d515454 04 02", "1009 0004 4d515454 05 02 00")]
    public async Task Connect_NotAsDescribed_Closes(string hex311, string hex5)
    {
        var older = _fixture.OpenPeer(MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync("");
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(hex5);
        await client.ExpectRefusedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-3.1.4-2")]
    [Trait("Statement", "MQTT-3.2.2-6")]
    [Trait("Statement", "MQTT-3.2.2-7")]
    [Trait("Statement", "MQTT-3.2.2-8")]
    [Trait("Statement", "MQTT-3.14.0-1")]
    [Trait("Statement", "MQTT-4.13.2-1")]
    [Trait("Statement311", "MQTT-3.2.2-4")]
    [Trait("Statement311", "MQTT-3.2.2-5")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "20020005")]
    [InlineData(MqttProtocolVersion.V50, "2003008700")]
    public async Task Connect_NotAuthorized_IsToldAndClosed(MqttProtocolVersion version, string connack)
    {
        var client = _fixture.OpenPeer(version);
        await client.SendAsync(new ConnectPacket { Version = version, ClientId = "no", CleanStart = false });
        await client.ExpectClosedAsync(connack);
    }

    [Trait("Statement", "MQTT-3.1.4-6")]
    [Trait("Statement311", "MQTT-3.1.4-5")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Connect_Refused_WhatFollowsIsNotProcessed(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "#", version: version);
        var client = _fixture.OpenPeer(version);
        await client.SendAsync(version == MqttProtocolVersion.V50
            ? "100f 0004 4d515454 05 02 0000 00 0002 6e6f 3005 0001 61 00 31 c000"
            : "100e 0004 4d515454 04 02 0000 0002 6e6f 3004 0001 61 31 c000");
        await client.ExpectClosedAsync(version == MqttProtocolVersion.V50 ? "2003008700" : "20020005");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.4-5")]
    [Trait("Statement", "MQTT-3.2.0-1")]
    [Trait("Statement", "MQTT-3.2.2-1")]
    [Trait("Statement311", "MQTT-3.1.4-4")]
    [Trait("Statement311", "MQTT-3.2.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Connack_Success_ComesBeforeEverythingElse(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.StayAsync("s", version);
        await subscriber.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await subscriber.LoseAsync();
        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        subscriber = _fixture.OpenPeer(version);
        await subscriber.SendAsync(version == MqttProtocolVersion.V50 ? "100e 0004 4d515454 05 00 0000 00 0001 73" : "100d 0004 4d515454 04 00 0000 0001 73");
        await subscriber.SendAsync("c000");
        var connack = await subscriber.ReadAsync();
        Assert.Equal((0x20, 1, 0), (connack[0], connack[2], connack[3]));
        await subscriber.ReceiveAsync("a", "1", MqttQos.AtLeastOnce);
        await subscriber.ExpectAsync("d000");
    }

    [Trait("Statement", "MQTT-3.2.2-1")]
    [Trait("Statement", "MQTT-3.2.2-2")]
    [Trait("Statement311", "MQTT-3.2.2-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Connack_NewSession_HasNoFlags(MqttProtocolVersion version)
    {
        var client = _fixture.OpenPeer(version);
        await client.SendAsync(version == MqttProtocolVersion.V50 ? "100e 0004 4d515454 05 02 0000 00 0001 73" : "100d 0004 4d515454 04 02 0000 0001 73");
        Assert.Equal([0, 0], (await client.ReadAsync())[2..4]);
    }

    [Trait("Statement", "MQTT-3.1.4-3")]
    [Trait("Statement311", "MQTT-3.1.4-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Connect_IdInUse_ClosesTheOlderConnection(MqttProtocolVersion version)
    {
        var older = await _fixture.JoinAsync("a", version);
        var newer = await _fixture.JoinAsync("a", version);
        await older.ExpectClosedAsync(ReasonCode.SessionTakenOver);
        await newer.ExpectNothingAsync();
    }

    /// <summary>Nothing is missing in this broker that the statements would let it refuse.</summary>
    [Trait("Statement", "MQTT-3.2.2-9")]
    [Trait("Statement", "MQTT-3.2.2-10")]
    [Trait("Statement", "MQTT-3.2.2-12")]
    [Trait("Statement", "MQTT-3.2.2-13")]
    [Trait("Statement311", "MQTT-3.8.3-2")]
    [Fact]
    public async Task Capabilities_AreWhole_AndNotLimitedInConnack()
    {
        var will = new WillMessage { Topic = "w", Payload = "x"u8.ToArray(), Qos = MqttQos.ExactlyOnce, Retain = true };
        var client = await _fixture.JoinAsync("a", MqttProtocolVersion.V50, will);
        var answer = client.Connack.Properties;
        Assert.Null(answer.MaximumQos);
        Assert.Null(answer.RetainAvailable);
        Assert.Null(answer.WildcardSubscriptionAvailable);
        Assert.Null(answer.SubscriptionIdentifierAvailable);
        Assert.Null(answer.SharedSubscriptionAvailable);
        await client.SubscribeAsync("a/+", MqttQos.AtMostOnce);
        await client.SubscribeAsync("b/#", MqttQos.AtLeastOnce);
        await client.SubscribeAsync("c", MqttQos.ExactlyOnce);
        await client.LoseAsync();
        var later = await _fixture.SubscriberAsync("b", "+", MqttQos.ExactlyOnce);
        await later.ReceiveAsync("w", "x", MqttQos.ExactlyOnce, retain: true);
    }

    [Trait("Statement", "MQTT-3.1.2-28")]
    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    public async Task ResponseInformation_NotAskedFor_IsNotReturned(bool? wanted)
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { RequestResponseInformation = wanted });
        Assert.Null(client.Connack.Properties.ResponseInformation);
    }

    [Trait("Statement", "MQTT-3.1.2-29")]
    [Fact]
    public async Task ProblemInformation_NotWanted_LeavesOnlyReasonCodes()
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { RequestProblemInformation = false });
        await client.SendAsync("8208 0001 00 0002 6e6f 00");
        await client.ExpectAsync("9004 0001 00 87");
        await client.SendAsync("a208 0002 00 0003 6e6f6e");
        await client.ExpectAsync("b004 0002 00 11");
        await client.SendAsync("3207 0002 6e6f 0003 00");
        await client.ExpectAsync("4003 0003 87");
        await client.SendAsync("3407 0002 6e6f 0004 00");
        await client.ExpectAsync("5003 0004 87");
        await client.SendAsync("6202 0005");
        await client.ExpectAsync("7002 0005");
    }

    [Trait("Statement", "MQTT-3.1.2-22")]
    [Trait("Statement", "MQTT-3.2.2-22")]
    [Trait("Statement311", "MQTT-3.1.2-24")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task KeepAlive_OneAndAHalfTimesWithoutAPacket_ClosesAsIfTheNetworkFailed(MqttProtocolVersion version)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", version: MqttProtocolVersion.V311);
        var client = await _fixture.JoinAsync("a", version, new WillMessage { Topic = "w", Payload = "x"u8.ToArray() }, keepAlive: 10);
        Assert.Null(client.Connack.Properties.ServerKeepAlive);
        _fixture.Time.Advance(TimeSpan.FromSeconds(14));
        await client.ExpectNothingAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(14));
        await client.ExpectNothingAsync();
        _fixture.Time.Advance(TimeSpan.FromSeconds(15));
        await client.ExpectClosedAsync(ReasonCode.KeepAliveTimeout);
        await subscriber.ReceiveAsync("w", "x");
    }

    [Trait("Statement", "MQTT-3.1.2-22")]
    [Trait("Statement311", "MQTT-3.1.2-24")]
    [Fact]
    public async Task KeepAlive_ZeroIn311_IsNeverMissed()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { UntoldKeepAliveSecondsMax = 65_535 });
        var client = await fixture.JoinAsync("a", MqttProtocolVersion.V311);
        fixture.Time.Advance(TimeSpan.FromHours(20));
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.1.2-22")]
    [Fact]
    public async Task KeepAlive_OfTheServer_IsTheOneThatCounts()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { KeepAliveSecondsMax = 20 });
        var client = await fixture.JoinAsync("a", MqttProtocolVersion.V50, keepAlive: 21);
        Assert.Equal((ushort)20, client.Connack.Properties.ServerKeepAlive);
        fixture.Time.Advance(TimeSpan.FromSeconds(29));
        await client.ExpectNothingAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await client.ExpectClosedAsync(ReasonCode.KeepAliveTimeout);
    }

    [Trait("Statement311", "MQTT-4.8.0-2")]
    [Fact]
    public async Task Connect_NoRoomForASession_IsToldAndClosed()
    {
        using var fixture = new BrokerFixture(new BrokerLimits { SessionsMax = 1 });
        await fixture.JoinAsync("a", MqttProtocolVersion.V311);
        var client = fixture.OpenPeer(MqttProtocolVersion.V311);
        await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 62");
        await client.ExpectClosedAsync("20020003");
    }
}
