using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>What the server announced that it does not take is refused here and does not cost the connection.</summary>
public class ServerLimitsTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [Trait("Statement", "MQTT-3.2.2-11")]
    public async Task Publish_MaximumQos1_AboveIsRefused(int qos, bool isTaken) =>
        await PublishAsync(new MqttProperties { MaximumQos = MqttQos.AtLeastOnce }, new MqttMessage("a", default, (MqttQos)qos), isTaken, ReasonCode.QosNotSupported);

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [Trait("Statement", "MQTT-3.2.2-14")]
    public async Task Publish_RetainNotAvailable_RetainedIsRefused(bool retain, bool isTaken) =>
        await PublishAsync(new MqttProperties { RetainAvailable = false }, new MqttMessage("a", default, MqttQos.AtMostOnce, retain), isTaken, ReasonCode.RetainNotSupported);

    [Theory]
    [InlineData(89, true)]
    [InlineData(90, true)]
    [InlineData(91, false)]
    [Trait("Statement", "MQTT-3.2.2-15")]
    public async Task Publish_MaximumPacketSize100_AboveIsRefused(int payload, bool isTaken)
    {
        // Header 2, topic 3, packet id 2, length of properties 1, PayloadFormatIndicator 2: ten bytes beside the payload.
        var message = new MqttMessage("a", new byte[payload], MqttQos.AtLeastOnce) { Properties = new MqttProperties { PayloadFormatIndicator = false } };
        await PublishAsync(new MqttProperties { MaximumPacketSize = 100 }, message, isTaken, ReasonCode.PacketTooLarge);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a/+", false)]
    [InlineData("$share/g/#", false)]
    public async Task Subscribe_NoWildcards_WildcardIsRefused(string filter, bool isTaken) =>
        await SubscribeAsync(new MqttProperties { WildcardSubscriptionAvailable = false }, new MqttSubscription(filter), isTaken, ReasonCode.WildcardSubscriptionsNotSupported);

    [Theory]
    [InlineData("a", true)]
    [InlineData("$share/g/a", false)]
    public async Task Subscribe_NoShared_SharedIsRefused(string filter, bool isTaken) =>
        await SubscribeAsync(new MqttProperties { SharedSubscriptionAvailable = false }, new MqttSubscription(filter), isTaken, ReasonCode.SharedSubscriptionsNotSupported);

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, false)]
    public async Task Subscribe_NoIdentifiers_IdentifierIsRefused(int? identifier, bool isTaken) =>
        await SubscribeAsync(
            new MqttProperties { SubscriptionIdentifierAvailable = false }, new MqttSubscription("a") { Identifier = identifier }, isTaken, ReasonCode.SubscriptionIdentifiersNotSupported);

    [Fact]
    [Trait("Statement", "MQTT-3.2.2-11")]
    public async Task Publish_BeforeTheServerIsKnown_IsRefusedWhenItIs()
    {
        await using var test = new TestClient(TestClient.Options);
        var publishing = test.PublishAsync("a", MqttQos.ExactlyOnce);
        await test.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { MaximumQos = MqttQos.AtLeastOnce } });

        Assert.Equal(ReasonCode.QosNotSupported, (await Assert.ThrowsAsync<MqttRefusedException>(() => publishing)).ReasonCode);
        Assert.Equal(0, test.Client.Statistics.Pending);
    }

    [Fact]
    [Trait("Statement", "MQTT-3.2.2-21")]
    public async Task KeepAlive_ServersIsShorter_IsUsed()
    {
        await using var test = new TestClient(TestClient.Options with { KeepAlive = TimeSpan.FromSeconds(60) });
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { ServerKeepAlive = 20 } });
        await test.Time.WaitForTimerAsync();

        test.Time.Advance(TimeSpan.FromSeconds(15));

        await peer.ExpectAsync<PingreqPacket>();
    }

    [Fact]
    public async Task Connack_WhatTheServerSaid_IsThereForTheCaller()
    {
        await using var test = new TestClient(TestClient.Options with { RequestResponseInformation = true, UserProperties = [new UserProperty("a", "b")] });
        Assert.Null(test.Client.Connack);
        var peer = await test.Connector.NextAsync();
        var connect = await peer.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { ResponseInformation = "answers/7", UserProperties = [new UserProperty("c", "d")] } });
        await test.StateAsync(MqttConnectionState.Connected);

        Assert.Equal(("answers/7", new UserProperty("c", "d")), (test.Client.Connack!.Properties.ResponseInformation, test.Client.Connack.Properties.UserProperties.Single()));
        Assert.Equal((true, new UserProperty("a", "b")), (connect.Properties.RequestResponseInformation, connect.Properties.UserProperties.Single()));
    }

    [Fact]
    public async Task Receive_PacketAboveOurMaximum_EndsTheConnection()
    {
        await using var test = new TestClient(TestClient.Options with { PacketBytesMax = 100 });
        var peer = await test.Connector.NextAsync();
        Assert.Equal(100u, (await peer.AcceptAsync()).Properties.MaximumPacketSize);

        await peer.WriteAsync(PublishPacket.Create("a", new byte[94]));
        await peer.WriteAsync(PublishPacket.Create("a", new byte[95]));

        Assert.Equal(ReasonCode.PacketTooLarge, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        Assert.Equal(1, test.Client.Statistics.Received);
    }

    private static async Task PublishAsync(MqttProperties server, MqttMessage message, bool isTaken, ReasonCode reason)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = server });
        var publishing = test.Client.PublishAsync(message, CancellationToken.None).AsTask();
        if (isTaken)
        {
            Assert.Equal(message.Payload.Length, (await peer.ExpectAsync<PublishPacket>()).Payload.Length);
            return;
        }

        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttRefusedException>(() => publishing)).ReasonCode);
        await peer.TurnAsync();
        Assert.True(test.Client.IsConnected);
    }

    private static async Task SubscribeAsync(MqttProperties server, MqttSubscription subscription, bool isTaken, ReasonCode reason)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync(new ConnackPacket { Properties = server });
        var subscribing = test.Client.SubscribeAsync(subscription, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        if (isTaken)
        {
            await peer.GrantAsync();
            await subscribing;
            return;
        }

        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttRefusedException>(() => subscribing)).ReasonCode);
        await peer.TurnAsync();
        Assert.True(test.Client.IsConnected);
    }
}
