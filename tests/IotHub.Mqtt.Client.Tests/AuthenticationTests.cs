using IotHub.Mqtt.Authentication;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>SCRAM-SHA-256 in CONNECT, AUTH and CONNACK (section 4.12).</summary>
public class AuthenticationTests
{
    private static readonly MqttClientOptions s_options = TestClient.Options with { Scram = new ScramLogin("anna", "pencil") };
    private static readonly ScramCredential s_pencil = ScramCredential.FromPassword("pencil", 4096);
    private static readonly ScramDecoy s_decoy = new("a secret of the server"u8, 4096);

    [Fact]
    [Trait("Statement", "MQTT-4.12.0-3")]
    [Trait("Statement", "MQTT-3.1.2-30")]
    public async Task Connect_RightPassword_IsConnected()
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await SignInAsync(peer);
        await test.StateAsync(MqttConnectionState.Connected);
    }

    [Fact]
    public async Task Connect_WrongPassword_TellsTheServersReason()
    {
        await using var test = new TestClient(s_options with { Scram = new ScramLogin("anna", "crayon") });
        var peer = await test.Connector.NextAsync();
        var (server, _) = await ChallengeAsync(peer);
        var proof = await peer.ExpectAsync<AuthPacket>();
        Assert.Equal(ScramStatus.Refused, server.Receive(proof.Properties.AuthenticationData!.Value.Span).Status);
        await peer.WriteAsync(new ConnackPacket { ReasonCode = ReasonCode.NotAuthorized, Properties = new MqttProperties { ReasonString = "no" } });

        var fault = (await test.StateAsync(MqttConnectionState.Disconnected)).Fault!;
        Assert.Equal((ReasonCode.NotAuthorized, "no"), (fault.ReasonCode, fault.ReasonString));
    }

    [Fact]
    public async Task Connect_ServerDoesNotProveItself_IsLeft()
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await ChallengeAsync(peer);
        await peer.ExpectAsync<AuthPacket>();
        await peer.WriteAsync(new ConnackPacket { Properties = Data("v=AAAA"u8.ToArray()) });

        Assert.Equal(ReasonCode.NotAuthorized, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        await peer.ExpectEndAsync();
        Assert.False(test.Client.IsConnected);
    }

    [Fact]
    public async Task Connect_ServerAcceptsWithoutAChallenge_IsLeft()
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await peer.ExpectAsync<ConnectPacket>();
        await peer.WriteAsync(new ConnackPacket { Properties = Data(default) });

        Assert.Equal(ReasonCode.NotAuthorized, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Statement", "MQTT-4.12.0-5")]
    public async Task Connect_AnotherMethod_IsLeft(bool inAuth)
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await peer.ExpectAsync<ConnectPacket>();
        var properties = new MqttProperties { AuthenticationMethod = "PLAIN" };
        await peer.WriteAsync(inAuth ? new AuthPacket { ReasonCode = ReasonCode.ContinueAuthentication, Properties = properties } : new ConnackPacket { Properties = properties });

        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Fact]
    [Trait("Statement", "MQTT-4.12.0-6")]
    [Trait("Statement", "MQTT-4.12.0-7")]
    public async Task Auth_NotAskedFor_IsAProtocolError()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.AcceptAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Client.ReauthenticateAsync(CancellationToken.None));

        await peer.WriteAsync(new AuthPacket { ReasonCode = ReasonCode.ContinueAuthentication, Properties = Data("x"u8.ToArray()) });

        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
    }

    [Fact]
    [Trait("Statement", "MQTT-4.12.1-1")]
    public async Task Reauthenticate_RightPassword_KeepsTheConnection()
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await SignInAsync(peer);
        await test.StateAsync(MqttConnectionState.Connected);

        // Twice, since the first must leave nothing behind.
        for (var i = 0; i < 2; i++)
        {
            var again = test.Client.ReauthenticateAsync(CancellationToken.None);
            var asked = await peer.ExpectAsync<AuthPacket>();
            Assert.Equal((ReasonCode.ReAuthenticate, ScramSha256.MethodName), (asked.ReasonCode, asked.Properties.AuthenticationMethod));
            await Assert.ThrowsAsync<InvalidOperationException>(() => test.Client.ReauthenticateAsync(CancellationToken.None));
            var server = Server();
            await peer.WriteAsync(Continue(server.Receive(asked.Properties.AuthenticationData!.Value.Span).Message));
            var proof = await peer.ExpectAsync<AuthPacket>();
            Assert.Equal(ReasonCode.ContinueAuthentication, proof.ReasonCode);
            var final = server.Receive(proof.Properties.AuthenticationData!.Value.Span);
            Assert.False(again.IsCompleted);
            await peer.WriteAsync(new AuthPacket { ReasonCode = ReasonCode.Success, Properties = Data(final.Message) });
            await again;
        }

        Assert.Equal(1, test.Client.Statistics.Connects);
    }

    [Fact]
    [Trait("Statement", "MQTT-4.12.1-2")]
    public async Task Reauthenticate_ServerDoesNotProveItself_EndsTheConnection()
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await SignInAsync(peer);
        await test.StateAsync(MqttConnectionState.Connected);
        var again = test.Client.ReauthenticateAsync(CancellationToken.None);
        await peer.ExpectAsync<AuthPacket>();
        await peer.WriteAsync(new AuthPacket { ReasonCode = ReasonCode.Success, Properties = Data("v=AAAA"u8.ToArray()) });

        Assert.Equal(ReasonCode.NotAuthorized, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        Assert.Equal(ReasonCode.NotAuthorized, (await Assert.ThrowsAsync<MqttConnectionException>(() => again)).ReasonCode);
    }

    [Fact]
    public async Task Reauthenticate_ServerDisconnects_TellsItsReason()
    {
        await using var test = new TestClient(s_options);
        var peer = await test.Connector.NextAsync();
        await SignInAsync(peer);
        await test.StateAsync(MqttConnectionState.Connected);
        var again = test.Client.ReauthenticateAsync(CancellationToken.None);
        await peer.ExpectAsync<AuthPacket>();
        await peer.WriteAsync(new DisconnectPacket { ReasonCode = ReasonCode.NotAuthorized });

        Assert.Equal(ReasonCode.NotAuthorized, (await Assert.ThrowsAsync<MqttConnectionException>(() => again)).ReasonCode);
    }

    [Fact]
    public void Login_Printed_HidesThePassword()
    {
        Assert.Equal("ScramLogin { UserName = anna }", s_options.Scram!.ToString());
        Assert.DoesNotContain("pencil", (s_options with { UserName = "u", Password = "pencil" }).ToString(), StringComparison.Ordinal);
    }

    private static MqttProperties Data(ReadOnlyMemory<byte> data) => new() { AuthenticationMethod = ScramSha256.MethodName, AuthenticationData = data };

    private static AuthPacket Continue(ReadOnlyMemory<byte> data) => new() { ReasonCode = ReasonCode.ContinueAuthentication, Properties = Data(data) };

    private static ScramSha256Server Server() => new(name => name == "anna" ? s_pencil : null, s_decoy, ScramSha256.CreateNonce());

    private static async Task<(ScramSha256Server Server, ConnectPacket Connect)> ChallengeAsync(ScriptedPeer peer)
    {
        var connect = await peer.ExpectAsync<ConnectPacket>();
        var server = Server();
        await peer.WriteAsync(Continue(server.Receive(connect.Properties.AuthenticationData!.Value.Span).Message));
        return (server, connect);
    }

    private static async Task SignInAsync(ScriptedPeer peer)
    {
        var (server, connect) = await ChallengeAsync(peer);
        Assert.Equal((ScramSha256.MethodName, null), (connect.Properties.AuthenticationMethod, connect.UserName));
        var proof = await peer.ExpectAsync<AuthPacket>();
        Assert.Equal((ReasonCode.ContinueAuthentication, ScramSha256.MethodName), (proof.ReasonCode, proof.Properties.AuthenticationMethod));
        var final = server.Receive(proof.Properties.AuthenticationData!.Value.Span);
        Assert.Equal(ScramStatus.Complete, final.Status);
        await peer.WriteAsync(new ConnackPacket { Properties = Data(final.Message) });
    }
}
