using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>The connect flags and the fields they announce (3.1.2.3 to 3.1.2.9, 3.1.3).</summary>
public sealed class ConnectFlagsTests : IDisposable
{
    private readonly RefusingPolicy _policy = new();
    private readonly BrokerFixture _fixture;

    public ConnectFlagsTests() => _fixture = new BrokerFixture(policy: _policy);

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.1.2-3")]
    [Trait("Statement311", "MQTT-3.1.2-3")]
    [Fact]
    public Task ReservedFlag_Set_IsRefused() => RefusedAsync("100d 0004 4d515454 04 03 0000 0001 61", "100e 0004 4d515454 05 03 0000 00 0001 61");

    [Trait("Statement", "MQTT-3.1.2-11")]
    [Trait("Statement311", "MQTT-3.1.2-11")]
    [Trait("Statement311", "MQTT-3.1.2-13")]
    [Theory]
    [InlineData("0a")]
    [InlineData("12")]
    [InlineData("1a")]
    public Task WillQos_WithoutWill_IsRefused(string flags) =>
        RefusedAsync($"100d 0004 4d515454 04 {flags} 0000 0001 61", $"100e 0004 4d515454 05 {flags} 0000 00 0001 61");

    [Trait("Statement", "MQTT-3.1.2-13")]
    [Trait("Statement311", "MQTT-3.1.2-11")]
    [Trait("Statement311", "MQTT-3.1.2-15")]
    [Fact]
    public Task WillRetain_WithoutWill_IsRefused() => RefusedAsync("100d 0004 4d515454 04 22 0000 0001 61", "100e 0004 4d515454 05 22 0000 00 0001 61");

    [Trait("Statement", "MQTT-3.1.2-12")]
    [Trait("Statement311", "MQTT-3.1.2-14")]
    [Fact]
    public Task WillQos_Three_IsRefused() =>
        RefusedAsync("1013 0004 4d515454 04 1e 0000 0001 61 0001 77 0001 78", "1015 0004 4d515454 05 1e 0000 00 0001 61 00 0001 77 0001 78");

    [Trait("Statement", "MQTT-3.1.2-12")]
    [Trait("Statement311", "MQTT-3.1.2-14")]
    [Theory]
    [InlineData("06", MqttQos.AtMostOnce)]
    [InlineData("0e", MqttQos.AtLeastOnce)]
    [InlineData("16", MqttQos.ExactlyOnce)]
    public async Task WillQos_ZeroToTwo_IsThatOfTheWill(string flags, MqttQos qos)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w", MqttQos.ExactlyOnce);
        foreach (var hex in new[] { $"1013 0004 4d515454 04 {flags} 0000 0001 61 0001 77 0001 78", $"1015 0004 4d515454 05 {flags} 0000 00 0001 61 00 0001 77 0001 78" })
        {
            var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
            await client.SendAsync(hex);
            Assert.Equal(0, (await client.ReadAsync())[3]);
            await client.LoseAsync();
            await subscriber.TakeAsync("w", "x", qos);
        }
    }

    [Trait("Statement", "MQTT-3.1.2-9")]
    [Trait("Statement311", "MQTT-3.1.2-9")]
    [Theory]
    [InlineData("100d 0004 4d515454 04 06 0000 0001 61", "100e 0004 4d515454 05 06 0000 00 0001 61")]
    [InlineData("1010 0004 4d515454 04 06 0000 0001 61 0001 77", "1012 0004 4d515454 05 06 0000 00 0001 61 00 0001 77")]
    public Task WillFlag_FieldsMissing_IsRefused(string hex311, string hex5) => RefusedAsync(hex311, hex5);

    [Trait("Statement311", "MQTT-3.1.2-11")]
    [Fact]
    public async Task WillFlag_NotSetButFieldsPresent_IsRefused()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V311);
        await client.SendAsync("1013 0004 4d515454 04 02 0000 0001 61 0001 77 0001 78");
        await client.ExpectClosedAsync("");
    }

    [Trait("Statement", "MQTT-3.1.2-16")]
    [Trait("Statement311", "MQTT-3.1.2-18")]
    [Fact]
    public Task UserName_PresentWithoutItsFlag_IsRefused() =>
        RefusedAsync("1010 0004 4d515454 04 02 0000 0001 61 0001 75", "1011 0004 4d515454 05 02 0000 00 0001 61 0001 75");

    [Trait("Statement", "MQTT-3.1.2-17")]
    [Trait("Statement311", "MQTT-3.1.2-19")]
    [Fact]
    public Task UserName_MissingWithItsFlag_IsRefused() =>
        RefusedAsync("100d 0004 4d515454 04 82 0000 0001 61", "100e 0004 4d515454 05 82 0000 00 0001 61");

    [Trait("Statement", "MQTT-3.1.2-18")]
    [Trait("Statement311", "MQTT-3.1.2-20")]
    [Fact]
    public Task Password_PresentWithoutItsFlag_IsRefused() =>
        RefusedAsync("1013 0004 4d515454 04 82 0000 0001 61 0001 75 0001 70", "1014 0004 4d515454 05 82 0000 00 0001 61 0001 75 0001 70");

    [Trait("Statement", "MQTT-3.1.2-19")]
    [Trait("Statement311", "MQTT-3.1.2-21")]
    [Fact]
    public Task Password_MissingWithItsFlag_IsRefused() =>
        RefusedAsync("1010 0004 4d515454 04 c2 0000 0001 61 0001 75", "1011 0004 4d515454 05 c2 0000 00 0001 61 0001 75");

    [Trait("Statement311", "MQTT-3.1.2-22")]
    [Fact]
    public async Task Password_WithoutUserName_IsRefusedIn311ButNotIn5()
    {
        var older = _fixture.OpenPeer(MqttProtocolVersion.V311);
        await older.SendAsync("1010 0004 4d515454 04 42 0000 0001 61 0001 70");
        await older.ExpectClosedAsync("");
        Assert.Empty(_policy.Asked);
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync("1011 0004 4d515454 05 42 0000 00 0001 61 0001 70");
        Assert.Equal(ReasonCode.Success, (await client.ReadAsync<ConnackPacket>()).ReasonCode);
        Assert.Equal(["a  70"], _policy.Asked);
    }

    [Trait("Statement", "MQTT-3.1.3-1")]
    [Trait("Statement", "MQTT-3.1.3-3")]
    [Trait("Statement311", "MQTT-3.1.3-1")]
    [Trait("Statement311", "MQTT-3.1.3-3")]
    [Theory]
    [InlineData("1019 0004 4d515454 04 c6 0000 0001 61 0001 77 0001 78 0001 75 0001 70")]
    [InlineData("1025 0004 4d515454 05 c6 0000 03 21 000a 0001 61 07 26 0001 6e 0001 76 0001 77 0001 78 0001 75 0001 70")]
    public async Task Fields_AllPresent_AreTakenInTheirOrder(string hex)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "w");
        _policy.Asked.Clear();
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(hex);
        Assert.Equal(0, (await client.ReadAsync())[3]);
        Assert.Equal(["a u 70"], _policy.Asked);
        await client.LoseAsync();
        var isV5 = hex.Contains("4d515454 05", StringComparison.Ordinal);
        await subscriber.ReceiveAsync("w", "x", properties: isV5 ? new MqttProperties { UserProperties = [new UserProperty("n", "v")] } : null);
    }

    [Trait("Statement", "MQTT-3.1.3-4")]
    [Trait("Statement311", "MQTT-3.1.3-4")]
    [Fact]
    public Task ClientId_NotText_IsRefused() => RefusedAsync("100d 0004 4d515454 04 02 0000 0001 ff", "100e 0004 4d515454 05 02 0000 00 0001 ff");

    [Trait("Statement", "MQTT-3.1.3-11")]
    [Trait("Statement311", "MQTT-3.1.3-10")]
    [Fact]
    public Task WillTopic_NotText_IsRefused() =>
        RefusedAsync("1013 0004 4d515454 04 06 0000 0001 61 0001 ff 0001 78", "1015 0004 4d515454 05 06 0000 00 0001 61 00 0001 ff 0001 78");

    [Trait("Statement", "MQTT-3.1.3-12")]
    [Trait("Statement311", "MQTT-3.1.3-11")]
    [Fact]
    public Task UserName_NotText_IsRefused() =>
        RefusedAsync("1010 0004 4d515454 04 82 0000 0001 61 0001 ff", "1011 0004 4d515454 05 82 0000 00 0001 61 0001 ff");

    /// <summary>3.1.1 closes without a word; 5.0 is told that the packet is malformed.</summary>
    private async Task RefusedAsync(string hex311, string hex5)
    {
        var older = _fixture.OpenPeer(MqttProtocolVersion.V311);
        await older.SendAsync(hex311);
        await older.ExpectClosedAsync("");
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(hex5);
        await client.ExpectRefusedAsync(ReasonCode.MalformedPacket);
        Assert.Empty(_policy.Asked);
    }
}
