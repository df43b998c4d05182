using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>What is wrong closes the connection, and only that (3.14, 4.13).</summary>
public sealed class ErrorHandlingTests : IDisposable
{
    private readonly BrokerFixture _fixture = new(policy: new RefusingPolicy());

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-4.13.1-1")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Theory]
    [InlineData("2002 0000", "2003 00 00 00")]
    [InlineData("9003 0001 00", "9004 0001 00 00")]
    [InlineData("b002 0001", "b004 0001 00 00")]
    [InlineData("d000", "d000")]
    public async Task Packet_OfAServer_ClosesWithProtocolError(string hex311, string hex5)
    {
        var older = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync();
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex5);
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-4.13.1-1")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Trait("Statement311", "MQTT-2.2.2-2")]
    [Theory]
    [InlineData("00 00")]
    [InlineData("f000")]
    public async Task Packet_OfNoTypeIn311_Closes(string hex)
    {
        var client = await _fixture.JoinAsync("a", MqttProtocolVersion.V311);
        await client.SendAsync(hex);
        await client.ExpectClosedAsync();
    }

    [Trait("Statement", "MQTT-4.13.1-1")]
    [Theory]
    [InlineData("00 00", ReasonCode.MalformedPacket)]
    [InlineData("30 ff ff ff ff 01", ReasonCode.MalformedPacket)]
    [InlineData("3006 0001 61 02 1100", ReasonCode.MalformedPacket)]
    [InlineData("3009 0001 61 05 1100000001", ReasonCode.ProtocolError)]
    [InlineData("3008 0001 61 04 0100 0101", ReasonCode.ProtocolError)]
    [InlineData("3006 0001 61 02 0102", ReasonCode.ProtocolError)]
    [InlineData("c001 00", ReasonCode.MalformedPacket)]
    [InlineData("e001 05", ReasonCode.MalformedPacket)]
    [InlineData("8209 0001 02 0b00 0001 61 00", ReasonCode.ProtocolError)]
    public async Task Fault_After_Connect_IsToldAndCloses(string hex, ReasonCode reason)
    {
        var good = await _fixture.JoinAsync("b");
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        var told = (await client.ReadAsync<DisconnectPacket>()).ReasonCode;
        Assert.Contains(told, new[] { reason, ReasonCode.MalformedPacket, ReasonCode.ProtocolError });
        await client.ExpectClosedAsync("");
        await good.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-3.14.2-1")]
    [Trait("Statement", "MQTT-3.14.2-2")]
    [Trait("Statement", "MQTT-3.14.2-3")]
    [Trait("Statement", "MQTT-3.14.2-4")]
    [Trait("Statement", "MQTT-3.14.4-1")]
    [Trait("Statement", "MQTT-3.14.4-2")]
    [Trait("Statement", "MQTT-4.13.2-1")]
    [Fact]
    public async Task Disconnect_FromTheServer_IsTheLastPacketAndHasOnlyItsReason()
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { MaximumPacketSize = 30, SessionExpiryInterval = 10 });
        await client.SendAsync("3606 0001 61 0001 00 c000 3206 0001 61 0001 00");
        await client.ExpectClosedAsync("e002 81 00");
    }

    [Trait("Statement", "MQTT-3.14.2-2")]
    [Trait("Statement", "MQTT-3.14.2-1")]
    [Fact]
    public async Task Disconnect_TakenOver_CarriesNoSessionExpiry()
    {
        var older = await _fixture.JoinAsync("a", new MqttProperties { SessionExpiryInterval = 10 });
        await _fixture.JoinAsync("a");
        await older.ExpectClosedAsync("e002 8e 00");
    }

    [Trait("Statement", "MQTT-3.14.2-1")]
    [Theory]
    [InlineData("e001 01")]
    [InlineData("e001 8a")]
    [InlineData("e001 91")]
    [InlineData("e001 ff")]
    public async Task Disconnect_WithAReasonThatIsNone_IsMalformed(string hex)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-4.13.1-1")]
    [Fact]
    public async Task Disconnect_ExpiryAfterZero_IsAProtocolError()
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync("e007 00 05 11 00000001");
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    /// <summary>A client that takes only small packets gets reason codes and nothing to read.</summary>
    [Trait("Statement", "MQTT-3.4.2-2")]
    [Trait("Statement", "MQTT-3.4.2-3")]
    [Trait("Statement", "MQTT-3.5.2-2")]
    [Trait("Statement", "MQTT-3.5.2-3")]
    [Trait("Statement", "MQTT-3.6.2-2")]
    [Trait("Statement", "MQTT-3.6.2-3")]
    [Trait("Statement", "MQTT-3.7.2-2")]
    [Trait("Statement", "MQTT-3.7.2-3")]
    [Fact]
    public async Task Acknowledgements_ClientTakesLittle_HaveOnlyTheirReason()
    {
        var client = await _fixture.JoinAsync("a", new MqttProperties { MaximumPacketSize = 30 });
        await client.SendAsync("3207 0002 6e6f 0001 00");
        await client.ExpectAsync("4003 0001 87");
        await client.SendAsync("3407 0002 6e6f 0002 00");
        await client.ExpectAsync("5003 0002 87");
        await client.SendAsync("6202 0003");
        await client.ExpectAsync("7002 0003");
        await client.SendAsync("5002 0004");
        await client.ExpectAsync("6202 0004");
    }

    [Trait("Statement", "MQTT-3.12.4-1")]
    [Trait("Statement311", "MQTT-3.12.4-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Pingreq_IsAnsweredWithPingresp(MqttProtocolVersion version)
    {
        var client = await _fixture.JoinAsync("a", version);
        await client.SendAsync("c000 c000 c000");
        await client.ExpectAsync("d000 d000 d000");
        await client.ExpectNothingAsync();
    }
}
