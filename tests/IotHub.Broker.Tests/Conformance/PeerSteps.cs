using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>How clients come to a broker.</summary>
internal static class PeerSteps
{
    /// <summary>Seconds for which a session of 5.0 is kept here.</summary>
    public const uint Kept = 1000;

    /// <summary>A connection of which nothing was said yet.</summary>
    public static Peer OpenPeer(this BrokerFixture fixture, MqttProtocolVersion version) => new(fixture.Open(), version);

    /// <summary>A client that has sent this CONNECT and was accepted.</summary>
    public static async Task<Peer> JoinAsync(this BrokerFixture fixture, ConnectPacket connect, bool present = false)
    {
        var peer = fixture.OpenPeer(connect.Version);
        await peer.SendAsync(connect);
        peer.Connack = await peer.ReadAsync<ConnackPacket>();
        Assert.Equal((ReasonCode.Success, present), (peer.Connack.ReasonCode, peer.Connack.SessionPresent));
        return peer;
    }

    /// <summary>A client of 5.0 with a new session that ends with its connection, unless the properties say otherwise.</summary>
    public static Task<Peer> JoinAsync(this BrokerFixture fixture, string id, MqttProperties? properties = null) =>
        fixture.JoinAsync(new ConnectPacket { Version = MqttProtocolVersion.V50, ClientId = id, Properties = properties ?? MqttProperties.Empty });

    /// <summary>A client of either version with a new session that ends with its connection.</summary>
    public static Task<Peer> JoinAsync(this BrokerFixture fixture, string id, MqttProtocolVersion version, WillMessage? will = null, ushort keepAlive = 0) =>
        fixture.JoinAsync(new ConnectPacket { Version = version, ClientId = id, Will = will, KeepAlive = keepAlive });

    /// <summary>A client of either version whose session is kept, new or not.</summary>
    public static Task<Peer> StayAsync(this BrokerFixture fixture, string id, MqttProtocolVersion version, bool present = false, MqttProperties? properties = null) =>
        fixture.JoinAsync(
            new ConnectPacket
            {
                Version = version,
                ClientId = id,
                CleanStart = false,
                Properties = version == MqttProtocolVersion.V50 ? (properties ?? MqttProperties.Empty) with { SessionExpiryInterval = Kept } : MqttProperties.Empty,
            },
            present);

    /// <summary>A client of either version that has one subscription.</summary>
    public static async Task<Peer> SubscriberAsync(
        this BrokerFixture fixture, string id, string filter, MqttQos qos = MqttQos.AtMostOnce, MqttProtocolVersion version = MqttProtocolVersion.V50)
    {
        var peer = await fixture.JoinAsync(id, version);
        await peer.SubscribeAsync(filter, qos);
        return peer;
    }
}
