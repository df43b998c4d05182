using IotHub.Mqtt.Authentication;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Tests;

/// <summary>What 5.0 asks of a client that signs in by AUTH.</summary>
public class ConformanceAuthenticationTests
{
    private const string Method = "SCRAM-SHA-256";
    private static readonly ScramCredential Credential = ScramCredential.FromPassword("secret", ScramSha256.IterationsMin);
    private static readonly ScramDecoy Decoy = new(new byte[32], ScramSha256.IterationsMin);

    [Trait("Statement", "MQTT-3.1.2-30")]
    [Trait("Statement", "MQTT-3.15.2-1")]
    [Trait("Statement", "MQTT-4.12.0-3")]
    [Trait("Statement", "MQTT-4.12.0-5")]
    [Fact]
    public async Task Connect_WithAMethod_SendsOnlyAuthUntilConnack()
    {
        await using var test = Signing();
        _ = test.PublishAsync("a", MqttQos.AtLeastOnce);
        _ = test.Client.SubscribeAsync("a", MqttQos.AtMostOnce, (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        var peer = await test.Connector.NextAsync();
        var server = Server();
        var connect = await peer.ExpectAsync<ConnectPacket>();
        Assert.Equal(Method, connect.Properties.AuthenticationMethod);
        await peer.WriteAsync(Auth(ReasonCode.ContinueAuthentication, Step(server, connect.Properties)));
        var answer = await peer.ExpectAsync<AuthPacket>();
        Assert.Equal((ReasonCode.ContinueAuthentication, Method), (answer.ReasonCode, answer.Properties.AuthenticationMethod));
        await peer.WriteAsync(new ConnackPacket { Properties = Auth(ReasonCode.Success, Step(server, answer.Properties)).Properties });
        await peer.ExpectAsync<SubscribePacket>();
    }

    [Trait("Statement", "MQTT-4.12.0-5")]
    [Fact]
    public async Task Connack_WithAnotherMethod_Closes()
    {
        await using var test = Signing();
        var peer = await test.Connector.NextAsync();
        var server = Server();
        await peer.WriteAsync(Auth(ReasonCode.ContinueAuthentication, Step(server, (await peer.ExpectAsync<ConnectPacket>()).Properties)));
        var data = Step(server, (await peer.ExpectAsync<AuthPacket>()).Properties);
        await peer.WriteAsync(new ConnackPacket { Properties = new MqttProperties { AuthenticationMethod = "K", AuthenticationData = data } });
        await test.StateAsync(MqttConnectionState.Disconnected);
    }

    [Trait("Statement", "MQTT-4.12.0-7")]
    [Fact]
    public async Task Auth_WithoutAMethodInConnect_IsNeverSent()
    {
        await using var test = new TestClient(TestClient.Options);
        var peer = await test.Connector.NextAsync();
        Assert.Null((await peer.AcceptAsync()).Properties.AuthenticationMethod);
        await test.StateAsync(MqttConnectionState.Connected);
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Client.ReauthenticateAsync(CancellationToken.None));
        await peer.WriteAsync(Auth(ReasonCode.ContinueAuthentication, default));
        Assert.Equal(ReasonCode.ProtocolError, (await peer.ExpectAsync<DisconnectPacket>()).ReasonCode);
        await peer.ExpectEndAsync();
    }

    [Trait("Statement", "MQTT-3.15.2-1")]
    [Trait("Statement", "MQTT-4.12.1-1")]
    [Fact]
    public async Task Again_BeginsWithReauthenticateAndTheSameMethod()
    {
        await using var test = Signing();
        var peer = await SignedInAsync(test);
        var signing = test.Client.ReauthenticateAsync(CancellationToken.None);
        var begin = await peer.ExpectAsync<AuthPacket>();
        Assert.Equal((ReasonCode.ReAuthenticate, Method), (begin.ReasonCode, begin.Properties.AuthenticationMethod));
        var server = Server();
        await peer.WriteAsync(Auth(ReasonCode.ContinueAuthentication, Step(server, begin.Properties)));
        var answer = await peer.ExpectAsync<AuthPacket>();
        Assert.Equal((ReasonCode.ContinueAuthentication, Method), (answer.ReasonCode, answer.Properties.AuthenticationMethod));
        await peer.WriteAsync(Auth(ReasonCode.Success, Step(server, answer.Properties)));
        await signing;
    }

    /// <summary>The server cannot prove that it knows the password.</summary>
    [Trait("Statement", "MQTT-4.12.1-2")]
    [Fact]
    public async Task Again_ServerFails_Closes()
    {
        await using var test = Signing();
        var peer = await SignedInAsync(test);
        var signing = test.Client.ReauthenticateAsync(CancellationToken.None);
        await peer.ExpectAsync<AuthPacket>();
        await peer.WriteAsync(Auth(ReasonCode.Success, "v=AAAA"u8.ToArray()));
        Assert.InRange((await peer.ExpectAsync<DisconnectPacket>()).ReasonCode, ReasonCode.UnspecifiedError, ReasonCode.WildcardSubscriptionsNotSupported);
        await peer.ExpectEndAsync();
        await Assert.ThrowsAsync<MqttConnectionException>(() => signing);
    }

    private static TestClient Signing() => new(TestClient.Options with { Scram = new ScramLogin("ann", "secret") });

    private static ScramSha256Server Server() => new(name => name == "ann" ? Credential : null, Decoy, ScramSha256.CreateNonce());

    private static ReadOnlyMemory<byte> Step(ScramSha256Server server, MqttProperties properties) => server.Receive(properties.AuthenticationData!.Value.Span).Message;

    private static AuthPacket Auth(ReasonCode reason, ReadOnlyMemory<byte> data) =>
        new() { ReasonCode = reason, Properties = new MqttProperties { AuthenticationMethod = Method, AuthenticationData = data } };

    private static async Task<ScriptedPeer> SignedInAsync(TestClient test)
    {
        var peer = await test.Connector.NextAsync();
        var server = Server();
        await peer.WriteAsync(Auth(ReasonCode.ContinueAuthentication, Step(server, (await peer.ExpectAsync<ConnectPacket>()).Properties)));
        var data = Step(server, (await peer.ExpectAsync<AuthPacket>()).Properties);
        await peer.WriteAsync(new ConnackPacket { Properties = Auth(ReasonCode.Success, data).Properties });
        await test.StateAsync(MqttConnectionState.Connected);
        return peer;
    }
}
