using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>What the specifications ask of a client from CONNECT to DISCONNECT.</summary>
public class ConformanceConnectTests
{
    [Trait("Statement", "MQTT-3.1.0-1")]
    [Trait("Statement311", "MQTT-3.1.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task FirstPacket_WhateverWaits_IsConnect(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        _ = test.PublishAsync("a", MqttQos.AtLeastOnce);
        _ = test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        var peer = await test.Connector.NextAsync();
        Assert.Equal(version, (await peer.ExpectAsync<ConnectPacket>()).Version);
    }

    /// <summary>The decoder of the test's side refuses flags that do not fit the fields.</summary>
    [Trait("Statement", "MQTT-3.1.2-9")]
    [Trait("Statement", "MQTT-3.1.2-11")]
    [Trait("Statement", "MQTT-3.1.2-12")]
    [Trait("Statement", "MQTT-3.1.2-13")]
    [Trait("Statement", "MQTT-3.1.2-16")]
    [Trait("Statement", "MQTT-3.1.2-17")]
    [Trait("Statement", "MQTT-3.1.2-18")]
    [Trait("Statement", "MQTT-3.1.2-19")]
    [Trait("Statement", "MQTT-3.1.3-1")]
    [Trait("Statement", "MQTT-3.1.3-3")]
    [Trait("Statement", "MQTT-3.1.3-4")]
    [Trait("Statement", "MQTT-3.1.3-11")]
    [Trait("Statement", "MQTT-3.1.3-12")]
    [Trait("Statement311", "MQTT-3.1.2-9")]
    [Trait("Statement311", "MQTT-3.1.2-11")]
    [Trait("Statement311", "MQTT-3.1.2-13")]
    [Trait("Statement311", "MQTT-3.1.2-14")]
    [Trait("Statement311", "MQTT-3.1.2-15")]
    [Trait("Statement311", "MQTT-3.1.2-18")]
    [Trait("Statement311", "MQTT-3.1.2-19")]
    [Trait("Statement311", "MQTT-3.1.2-20")]
    [Trait("Statement311", "MQTT-3.1.2-21")]
    [Trait("Statement311", "MQTT-3.1.3-1")]
    [Trait("Statement311", "MQTT-3.1.3-3")]
    [Trait("Statement311", "MQTT-3.1.3-4")]
    [Trait("Statement311", "MQTT-3.1.3-10")]
    [Trait("Statement311", "MQTT-3.1.3-11")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, false, false, false)]
    [InlineData(MqttProtocolVersion.V311, true, false, false)]
    [InlineData(MqttProtocolVersion.V311, false, true, false)]
    [InlineData(MqttProtocolVersion.V311, true, true, true)]
    [InlineData(MqttProtocolVersion.V50, false, false, false)]
    [InlineData(MqttProtocolVersion.V50, true, false, false)]
    [InlineData(MqttProtocolVersion.V50, false, true, false)]
    [InlineData(MqttProtocolVersion.V50, false, false, true)]
    [InlineData(MqttProtocolVersion.V50, true, true, true)]
    public async Task Connect_Fields_AreThoseOfTheOptions(MqttProtocolVersion version, bool hasWill, bool hasUser, bool hasPassword)
    {
        var will = new WillMessage { Topic = "w", Payload = "x"u8.ToArray(), Qos = MqttQos.ExactlyOnce, Retain = true };
        await using var test = new TestClient(TestClient.Options with
        {
            Version = version,
            Will = hasWill ? will : null,
            UserName = hasUser ? "u" : null,
            Password = hasPassword ? "p" : null,
        });
        var connect = await (await test.Connector.NextAsync()).ExpectAsync<ConnectPacket>();
        Assert.Equal("test", connect.ClientId);
        Assert.Equal(hasWill ? (MqttQos.ExactlyOnce, true, "w") : null, connect.Will is { } sent ? (sent.Qos, sent.Retain, sent.Topic) : default((MqttQos, bool, string)?));
        Assert.Equal((hasUser ? "u" : null, hasPassword), (connect.UserName, connect.Password is not null));
    }

    [Trait("Statement311", "MQTT-3.1.2-22")]
    [Fact]
    public void Password_WithoutUserNameIn311_IsRefusedAtOnce() =>
        Assert.ThrowsAny<ArgumentException>(() =>
        {
            using var client = new MqttClient(
                TestClient.Options with { Version = MqttProtocolVersion.V311, Password = "p" }, TimeProvider.System, new EvenRandom(), new ScriptedConnector(MqttProtocolVersion.V311));
        });

    [Trait("Statement311", "MQTT-3.1.3-7")]
    [Fact]
    public void ClientId_EmptyWithoutCleanSessionIn311_IsRefusedAtOnce() =>
        Assert.ThrowsAny<ArgumentException>(() =>
        {
            using var client = new MqttClient(
                TestClient.Options with { Version = MqttProtocolVersion.V311, ClientId = "", CleanStart = false }, TimeProvider.System, new EvenRandom(), new ScriptedConnector(MqttProtocolVersion.V311));
        });

    [Trait("Statement", "MQTT-3.1.2-20")]
    [Trait("Statement311", "MQTT-3.1.2-23")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task KeepAlive_NothingToSay_PingsWithinIt(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version, KeepAlive = TimeSpan.FromSeconds(60) });
        var peer = await test.AcceptAsync();
        for (var i = 0; i < 3; i++)
        {
            await test.Time.WaitForTimerAsync();
            test.Time.Advance(TimeSpan.FromSeconds(45));
            await peer.ExpectAsync<PingreqPacket>();
            var armed = test.Time.NextTimerAsync();
            await peer.WriteAsync(PingrespPacket.Instance);
            await armed;
        }
    }

    [Trait("Statement", "MQTT-3.1.2-21")]
    [Trait("Statement", "MQTT-3.2.2-21")]
    [Fact]
    public async Task KeepAlive_OfTheServer_IsTheOneKept()
    {
        await using var test = new TestClient(TestClient.Options with { KeepAlive = TimeSpan.FromSeconds(60) });
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { ServerKeepAlive = 20 } });
        await test.Time.WaitForTimerAsync();
        test.Time.Advance(TimeSpan.FromSeconds(20));
        await peer.ExpectAsync<PingreqPacket>();
    }

    [Trait("Statement", "MQTT-3.1.2-4")]
    [Trait("Statement", "MQTT-3.2.2-4")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task SessionPresent_WithoutOne_Closes(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.Connector.NextAsync();
        await peer.AcceptAsync(new ConnackPacket { SessionPresent = true });
        if (version == MqttProtocolVersion.V50)
        {
            Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        }

        await peer.ExpectEndAsync();
        await test.StateAsync(MqttConnectionState.Disconnected);
    }

    [Trait("Statement", "MQTT-3.14.4-1")]
    [Trait("Statement", "MQTT-3.14.4-2")]
    [Trait("Statement", "MQTT-3.14.2-1")]
    [Trait("Statement311", "MQTT-3.14.4-1")]
    [Trait("Statement311", "MQTT-3.14.4-2")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Disconnect_IsTheLastPacketAndCloses(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        await test.StopAsync();
        _ = test.PublishAsync("a", MqttQos.AtMostOnce);
        Assert.Equal(ReasonCode.Success, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        await peer.ExpectEndAsync();
    }

    [Trait("Statement", "MQTT-4.13.2-1")]
    [Fact]
    public async Task Disconnect_OfTheServer_ClosesWithoutAWord()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        await peer.WriteAsync(new DisconnectPacket { ReasonCode = ReasonCode.ServerShuttingDown });
        await peer.ExpectEndAsync();
        Assert.Contains("ServerShuttingDown", (await test.StateAsync(MqttConnectionState.Disconnected)).Reason, StringComparison.Ordinal);
    }

    /// <summary>Packets that only a client sends, and a second CONNACK.</summary>
    [Trait("Statement", "MQTT-3.2.0-2")]
    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Theory]
    [InlineData(MqttProtocolVersion.V311, 0)]
    [InlineData(MqttProtocolVersion.V50, 0)]
    [InlineData(MqttProtocolVersion.V311, 1)]
    [InlineData(MqttProtocolVersion.V50, 1)]
    public async Task Packet_ThatNoServerSends_Closes(MqttProtocolVersion version, int which)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.AcceptAsync();
        await peer.WriteAsync(which == 0 ? new ConnackPacket() : PingreqPacket.Instance);
        if (version == MqttProtocolVersion.V50)
        {
            Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        }

        await peer.ExpectEndAsync();
    }
}
