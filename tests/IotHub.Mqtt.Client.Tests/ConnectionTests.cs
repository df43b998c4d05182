using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>How connections begin and end.</summary>
public class ConnectionTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Connect_WithoutUserAndPassword_CarriesNone(MqttProtocolVersion version)
    {
        await using var test = new TestClient(TestClient.Options with { Version = version });
        var peer = await test.Connector.NextAsync();

        var connect = await peer.AcceptAsync();

        Assert.Equal((version, null, null, true), (connect.Version, connect.UserName, connect.Password, connect.CleanStart));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V50, true, 60, "clean keep keep")]
    [InlineData(MqttProtocolVersion.V50, true, null, "clean clean clean")]
    [InlineData(MqttProtocolVersion.V50, true, 0, "clean clean clean")]
    [InlineData(MqttProtocolVersion.V50, false, 60, "keep keep keep")]
    [InlineData(MqttProtocolVersion.V311, true, 60, "clean clean clean")]
    [InlineData(MqttProtocolVersion.V311, false, null, "keep keep keep")]
    public async Task Connect_Again_CarriesTheSessionOnWhereThereIsOne(MqttProtocolVersion version, bool cleanStart, int? expiry, string expected)
    {
        await using var test = new TestClient(TestClient.Options with
        {
            Version = version,
            CleanStart = cleanStart,
            SessionExpiry = expiry is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        });
        var asked = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var peer = await test.Connector.NextAsync();
            asked.Add((await peer.AcceptAsync()).CleanStart ? "clean" : "keep");
            await test.StateAsync(MqttConnectionState.Connected);
            await peer.CloseAsync();
            await test.PassBackOffAsync();
        }

        Assert.Equal(expected, string.Join(' ', asked));
    }

    [Fact]
    [Trait("Statement", "MQTT-3.2.2-2")]
    [Trait("Statement", "MQTT-3.2.2-4")]
    public async Task Connect_SessionAfterACleanStart_IsAProtocolError()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.Connector.NextAsync();
        await peer.AcceptAsync(new ConnackPacket { SessionPresent = true });

        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task Connect_WithoutId_KeepsTheOneItWasGiven()
    {
        await using var test = new TestClient(TestClient.Options with { ClientId = string.Empty });
        var first = await test.Connector.NextAsync();
        Assert.Equal("", (await first.AcceptAsync(new ConnackPacket { Properties = new MqttProperties { AssignedClientIdentifier = "given" } })).ClientId);
        await test.StateAsync(MqttConnectionState.Connected);
        Assert.Equal("given", test.Client.ClientId);
        await first.CloseAsync();
        await test.PassBackOffAsync();

        var second = await test.Connector.NextAsync();
        Assert.Equal("given", (await second.AcceptAsync()).ClientId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_SentElsewhere_TellsWhere(bool isConnack)
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.Connector.NextAsync();
        var properties = new MqttProperties { ServerReference = "other:1883", ReasonString = "we moved" };
        if (isConnack)
        {
            await peer.AcceptAsync(new ConnackPacket { ReasonCode = ReasonCode.ServerMoved, Properties = properties });
        }
        else
        {
            await peer.AcceptAsync();
            await peer.WriteAsync(new DisconnectPacket { ReasonCode = ReasonCode.ServerMoved, Properties = properties });
        }

        var fault = (await test.StateAsync(MqttConnectionState.Disconnected)).Fault!;
        Assert.Equal((ReasonCode.ServerMoved, "we moved", "other:1883"), (fault.ReasonCode, fault.ReasonString, fault.ServerReference));
    }

    [Fact]
    [Trait("Statement", "MQTT-3.2.0-1")]
    public async Task Connect_AnotherPacketFirst_IsAProtocolError()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.Connector.NextAsync();
        await peer.ExpectAsync<ConnectPacket>();
        await peer.WriteAsync(PublishPacket.Create("a", default));

        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Fact]
    public async Task Connect_NoAnswerInTime_IsTriedAgain()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.Connector.NextAsync();
        await peer.ExpectAsync<ConnectPacket>();
        await test.Time.WaitForTimerAsync();
        test.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("The server did not answer CONNECT within 10 s.", (await test.StateAsync(MqttConnectionState.Disconnected)).Reason);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V50, ReasonCode.Success, null)]
    [InlineData(MqttProtocolVersion.V50, ReasonCode.DisconnectWithWill, 0)]
    [InlineData(MqttProtocolVersion.V50, ReasonCode.AdministrativeAction, 90)]
    [InlineData(MqttProtocolVersion.V311, ReasonCode.Success, null)]
    public async Task Stop_ReasonAndExpiry_AreInTheGoodbye(MqttProtocolVersion version, ReasonCode reason, int? expiry)
    {
        await using var test = new TestClient(TestClient.Keeping(version));
        var peer = await test.AcceptAsync();
        var stopping = test.Client.StopAsync(reason, expiry is { } seconds ? TimeSpan.FromSeconds(seconds) : null, CancellationToken.None);

        var goodbye = await peer.ExpectAsync<DisconnectPacket>();

        Assert.Equal((reason, (uint?)expiry), (goodbye.ReasonCode, goodbye.Properties.SessionExpiryInterval));
        await peer.ExpectEndAsync();
        await stopping;
    }

    [Fact]
    public async Task Stop_311WithWill_LeavesWithoutAWord()
    {
        await using var test = new TestClient(TestClient.Options with { Version = MqttProtocolVersion.V311 });
        var peer = await test.AcceptAsync();

        var stopping = test.Client.StopAsync(ReasonCode.DisconnectWithWill, null, CancellationToken.None);

        await peer.ExpectEndAsync();
        await stopping;
    }

    [Fact]
    public async Task Stop_WhatMayNotBeSaid_IsRefused()
    {
        await using var test = new TestClient(TestClient.Options);

        await Assert.ThrowsAsync<ArgumentException>(() => test.Client.StopAsync(ReasonCode.Success, TimeSpan.FromSeconds(1), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => test.Client.StopAsync(ReasonCode.GrantedQos1, null, CancellationToken.None));
    }

    [Fact]
    public async Task Drop_Connected_ClosesWithoutAWordAndComesBack()
    {
        await using var test = new TestClient(TestClient.Options);
        var first = await test.AcceptAsync();
        test.Client.DropConnection();
        await first.ExpectEndAsync();
        await test.PassBackOffAsync();

        await test.AcceptAsync();
        Assert.Equal(2, test.Client.Statistics.Connects);
    }

    [Fact]
    public async Task Run_Twice_IsRefused()
    {
        await using var test = new TestClient(TestClient.Options);

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Client.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Receive_MalformedPacket_IsToldAndLeft()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();

        // PUBACK with reserved flags.
        await peer.WriteBytesAsync([0x4F, 2, 0, 1]);

        Assert.Equal(ReasonCode.MalformedPacket, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task Receive_MalformedPacketIn311_IsLeftWithoutAWord()
    {
        await using var test = new TestClient(TestClient.Options with { Version = MqttProtocolVersion.V311 });
        var peer = await test.AcceptAsync();

        await peer.WriteBytesAsync([0x4F, 2, 0, 1]);

        await peer.ExpectEndAsync();
        Assert.Equal(ReasonCode.MalformedPacket, (await test.StateAsync(MqttConnectionState.Disconnected)).Fault!.ReasonCode);
    }

    [Theory]
    [InlineData("ClientId", "ClientId is empty; expected an id of this client, or CleanStart, or V50.")]
    [InlineData("Scram", "Scram is set and Version is V311; enhanced authentication needs V50.")]
    [InlineData("Password", "Password is set without UserName; expected both before V50.")]
    [InlineData("WaitingBytesMax", "WaitingBytesMax is 63; expected 64 to 268435455.")]
    [InlineData("TopicAliasesMax", "TopicAliasesMax is 1001; expected 0 to 1000.")]
    public void Validate_OptionOutOfPlace_SaysWhich(string option, string expected)
    {
        var v311 = TestClient.Options with { Version = MqttProtocolVersion.V311 };
        var options = option switch
        {
            "ClientId" => v311 with { ClientId = "", CleanStart = false },
            "Scram" => v311 with { Scram = new ScramLogin("a", "b") },
            "Password" => v311 with { Password = "x" },
            "WaitingBytesMax" => v311 with { WaitingBytesMax = 63 },
            _ => v311 with { TopicAliasesMax = 1_001 },
        };

        Assert.Equal(expected, options.Validate());
    }
}
