using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>The client id (3.1.3.1).</summary>
public sealed class ClientIdTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-3.1.3-5")]
    [Trait("Statement311", "MQTT-3.1.3-5")]
    [Theory]
    [InlineData("0")]
    [InlineData("0123456789abcdefghijklm")]
    [InlineData("nopqrstuvwxyzABCDEFGHIJ")]
    [InlineData("KLMNOPQRSTUVWXYZ")]
    public async Task ClientId_PlainCharactersUpTo23_IsAccepted(string id)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ClientIdBytesMax = 23 });
        await fixture.JoinAsync(id, MqttProtocolVersion.V311);
        await fixture.JoinAsync(id, MqttProtocolVersion.V50);
    }

    [Trait("Statement", "MQTT-3.1.3-8")]
    [Trait("Statement", "MQTT-3.2.2-7")]
    [Trait("Statement311", "MQTT-3.1.3-9")]
    [Trait("Statement311", "MQTT-3.2.2-5")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, "20020002")]
    [InlineData(MqttProtocolVersion.V50, "2003008500")]
    public async Task ClientId_Rejected_IsToldAndClosed(MqttProtocolVersion version, string connack)
    {
        using var fixture = new BrokerFixture(new BrokerLimits { ClientIdBytesMax = 23 });
        var client = fixture.OpenPeer(version);
        await client.SendAsync(new ConnectPacket { Version = version, ClientId = new string('a', 24) });
        await client.ExpectClosedAsync(connack);
    }

    [Trait("Statement311", "MQTT-3.1.3-7")]
    [Trait("Statement311", "MQTT-3.1.3-8")]
    [Trait("Statement311", "MQTT-3.2.2-4")]
    [Fact]
    public async Task ClientId_EmptyWithoutCleanSession_IsRejected()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V311);
        await client.SendAsync("100c 0004 4d515454 04 00 0000 0000");
        await client.ExpectClosedAsync("20020002");
    }

    [Trait("Statement311", "MQTT-3.1.3-6")]
    [Fact]
    public async Task ClientId_EmptyIn311_IsAssignedAndUnique()
    {
        var first = await _fixture.JoinAsync("", MqttProtocolVersion.V311);
        await first.SubscribeAsync("a");
        var second = await _fixture.JoinAsync("", MqttProtocolVersion.V311);
        await second.PublishAsync("a", "1");
        await first.ReceiveAsync("a", "1");
        Assert.Equal(2, _fixture.Broker.GetStatistics().Sessions);
    }

    [Trait("Statement", "MQTT-3.1.3-6")]
    [Trait("Statement", "MQTT-3.1.3-7")]
    [Trait("Statement", "MQTT-3.2.2-16")]
    [Fact]
    public async Task ClientId_Empty_IsAssignedToldAndUsedAsIfGiven()
    {
        var kept = new MqttProperties { SessionExpiryInterval = PeerSteps.Kept };
        var first = await _fixture.JoinAsync("", kept);
        var second = await _fixture.JoinAsync("", kept);
        var id = first.Connack.Properties.AssignedClientIdentifier;
        Assert.False(string.IsNullOrEmpty(id));
        Assert.NotEqual(id, second.Connack.Properties.AssignedClientIdentifier);
        await first.SubscribeAsync("a");
        await first.LoseAsync();
        var again = await _fixture.StayAsync(id, MqttProtocolVersion.V50, present: true);
        Assert.Null(again.Connack.Properties.AssignedClientIdentifier);
        await second.PublishAsync("a", "1");
        await again.ReceiveAsync("a", "1");
    }

    /// <summary>What a client takes for itself is not given to the next.</summary>
    [Trait("Statement", "MQTT-3.2.2-16")]
    [Fact]
    public async Task ClientId_Assigned_IsNotOneInUse()
    {
        var first = await _fixture.JoinAsync("");
        var id = first.Connack.Properties.AssignedClientIdentifier!;
        await first.LoseAsync();
        using var other = new BrokerFixture();
        await other.StayAsync(id, MqttProtocolVersion.V50);
        var assigned = await other.JoinAsync("");
        Assert.NotEqual(id, assigned.Connack.Properties.AssignedClientIdentifier);
        Assert.Equal(2, other.Broker.GetStatistics().Sessions);
    }

    [Trait("Statement", "MQTT-3.1.3-2")]
    [Trait("Statement311", "MQTT-3.1.3-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task ClientId_OfTwoSessions_KeepsThemApart(MqttProtocolVersion version)
    {
        foreach (var id in new[] { "a", "A" })
        {
            var client = await _fixture.StayAsync(id, version);
            await client.SubscribeAsync(id, MqttQos.AtLeastOnce);
            await client.LoseAsync();
        }

        var publisher = await _fixture.JoinAsync("p", version);
        await publisher.PublishAsync("a", "1", MqttQos.AtLeastOnce);
        await publisher.PublishAsync("A", "2", MqttQos.AtLeastOnce);
        var lower = await _fixture.StayAsync("a", version, present: true);
        var upper = await _fixture.StayAsync("A", version, present: true);
        await lower.TakeAsync("a", "1", MqttQos.AtLeastOnce);
        await upper.TakeAsync("A", "2", MqttQos.AtLeastOnce);
        await lower.ExpectNothingAsync();
        await upper.ExpectNothingAsync();
    }
}
