using IotHub.Broker.Access;
using IotHub.Mqtt.Authentication;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>AUTH, by the example of SCRAM-SHA-256 (3.15, 4.12).</summary>
public sealed class EnhancedAuthenticationTests : IDisposable
{
    private const string Method = "SCRAM-SHA-256";
    private static readonly ScramCredential Credential = ScramCredential.FromPassword("secret", ScramSha256.IterationsMin);
    private static readonly ScramDecoy Decoy = new(new byte[32], ScramSha256.IterationsMin);
    private readonly BrokerFixture _fixture = new(methods: [new ScramAuthentication(name => name == "ann" ? Credential : null, Decoy)]);
    private readonly ScramSha256Client _scram = new("ann", "secret", ScramSha256.CreateNonce());

    public void Dispose() => _fixture.Dispose();

    [Trait("Statement", "MQTT-4.12.0-1")]
    [Trait("Statement", "MQTT-3.2.2-7")]
    [Trait("Statement", "MQTT-3.14.0-1")]
    [Fact]
    public async Task Method_Unknown_IsToldAndClosed()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(Connect(default) with { Properties = new MqttProperties { AuthenticationMethod = "K" } });
        await client.ExpectClosedAsync("2003 00 8c 00");
    }

    [Trait("Statement", "MQTT-3.15.2-1")]
    [Trait("Statement", "MQTT-3.15.2-2")]
    [Trait("Statement", "MQTT-3.15.2-3")]
    [Trait("Statement", "MQTT-4.12.0-2")]
    [Trait("Statement", "MQTT-4.12.0-5")]
    [Trait("Statement", "MQTT-3.2.0-1")]
    [Fact]
    public async Task Exchange_ThatSucceeds_IsAuthThenConnackWithTheMethod()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(Connect(_scram.Start()));
        var first = await client.ReadAsync<AuthPacket>();
        Assert.Equal(ReasonCode.ContinueAuthentication, first.ReasonCode);
        Assert.Equal(new MqttProperties { AuthenticationMethod = Method, AuthenticationData = first.Properties.AuthenticationData }, first.Properties);
        await client.SendAsync(Auth(ReasonCode.ContinueAuthentication, Answer(first.Properties)));
        var connack = await client.ReadAsync<ConnackPacket>();
        Assert.Equal((ReasonCode.Success, Method), (connack.ReasonCode, connack.Properties.AuthenticationMethod));
        Assert.Equal(ScramStatus.Complete, _scram.Receive(connack.Properties.AuthenticationData!.Value.Span).Status);
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.12.0-4")]
    [Trait("Statement", "MQTT-4.13.2-1")]
    [Trait("Statement", "MQTT-3.14.0-1")]
    [Theory]
    [InlineData("ann", "wrong")]
    [InlineData("bob", "secret")]
    public async Task Exchange_ThatFails_IsToldAndClosed(string user, string password)
    {
        var scram = new ScramSha256Client(user, password, ScramSha256.CreateNonce());
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(Connect(scram.Start()));
        var first = await client.ReadAsync<AuthPacket>();
        await client.SendAsync(Auth(ReasonCode.ContinueAuthentication, scram.Receive(first.Properties.AuthenticationData!.Value.Span).Message));
        await client.ExpectClosedAsync("2003 00 87 00");
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
    }

    /// <summary>Until CONNACK only AUTH and DISCONNECT may come, and nothing else is processed.</summary>
    [Trait("Statement", "MQTT-3.1.2-30")]
    [Trait("Statement", "MQTT-3.1.4-6")]
    [Trait("Statement", "MQTT-3.14.0-1")]
    [Theory]
    [InlineData("3004 0001 61 00")]
    [InlineData("8207 0001 00 0001 61 00")]
    [InlineData("c000")]
    [InlineData("100e 0004 4d515454 05 02 0000 00 0001 61")]
    public async Task Exchange_AnotherPacketMeanwhile_ClosesWithoutAWord(string hex)
    {
        var subscriber = await _fixture.SubscriberAsync("s", "#");
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(Connect(_scram.Start()));
        await client.ReadAsync<AuthPacket>();
        await client.SendAsync(hex);
        await client.ExpectClosedAsync("");
        await subscriber.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.12.0-3")]
    [Trait("Statement", "MQTT-4.12.0-5")]
    [Trait("Statement", "MQTT-3.15.2-1")]
    [Theory]
    [InlineData(ReasonCode.ContinueAuthentication, "K")]
    [InlineData(ReasonCode.ReAuthenticate, Method)]
    [InlineData(ReasonCode.Success, Method)]
    public async Task Exchange_AuthWithAnotherMethodOrReason_Closes(ReasonCode reason, string method)
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(Connect(_scram.Start()));
        var first = await client.ReadAsync<AuthPacket>();
        await client.SendAsync(Auth(reason, Answer(first.Properties), method));
        var told = await client.ReadAsync();
        Assert.True(told.Length == 0 || (told[0] == 0x20 && told[3] >= 0x80), Convert.ToHexStringLower(told));
        await client.ExpectClosedAsync("");
        Assert.Equal(0, _fixture.Broker.GetStatistics().Sessions);
    }

    [Trait("Statement", "MQTT-4.12.0-6")]
    [Fact]
    public async Task Connect_WithoutMethod_GetsNoAuthAndNoMethod()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V50, ClientId = "a", UserName = "ann", Password = "secret"u8.ToArray() });
        var connack = await client.ReadAsync<ConnackPacket>();
        Assert.Null(connack.Properties.AuthenticationMethod);
        Assert.Null(connack.Properties.AuthenticationData);
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.12.0-7")]
    [Trait("Statement", "MQTT-4.13.1-1")]
    [Theory]
    [InlineData(ReasonCode.ReAuthenticate)]
    [InlineData(ReasonCode.ContinueAuthentication)]
    public async Task Auth_WithoutMethodInConnect_Closes(ReasonCode reason)
    {
        var client = await _fixture.JoinAsync("a");
        await client.SendAsync(Auth(reason, _scram.Start()));
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-3.15.2-1")]
    [Theory]
    [InlineData("f001 01")]
    [InlineData("f001 80")]
    [InlineData("f001 ff")]
    public async Task Auth_WithAReasonThatIsNone_Closes(string hex)
    {
        var client = await AuthenticatedAsync();
        await client.SendAsync(hex);
        await client.ExpectClosedAsync(ReasonCode.MalformedPacket);
    }

    [Trait("Statement", "MQTT-4.12.1-1")]
    [Trait("Statement", "MQTT-4.12.0-2")]
    [Trait("Statement", "MQTT-3.15.2-1")]
    [Trait("Statement", "MQTT-3.2.0-2")]
    [Fact]
    public async Task Again_WithTheSameMethod_EndsWithAuthSuccessWhileMessagesFlow()
    {
        var client = await AuthenticatedAsync();
        await client.SubscribeAsync("a");
        var again = new ScramSha256Client("ann", "secret", ScramSha256.CreateNonce());
        await client.SendAsync(Auth(ReasonCode.ReAuthenticate, again.Start()));
        var first = await client.ReadAsync<AuthPacket>();
        Assert.Equal((ReasonCode.ContinueAuthentication, Method), (first.ReasonCode, first.Properties.AuthenticationMethod));
        await client.SendAsync("3005 0001 61 00 31");
        await client.ReceiveAsync("a", "1");
        await client.SendAsync(Auth(ReasonCode.ContinueAuthentication, again.Receive(first.Properties.AuthenticationData!.Value.Span).Message));
        var last = await client.ReadAsync<AuthPacket>();
        Assert.Equal((ReasonCode.Success, Method), (last.ReasonCode, last.Properties.AuthenticationMethod));
        Assert.Equal(ScramStatus.Complete, again.Receive(last.Properties.AuthenticationData!.Value.Span).Status);
        await client.ExpectNothingAsync();
    }

    [Trait("Statement", "MQTT-4.12.1-1")]
    [Fact]
    public async Task Again_WithAnotherMethod_IsAProtocolError()
    {
        var client = await AuthenticatedAsync();
        await client.SendAsync(Auth(ReasonCode.ReAuthenticate, "x"u8.ToArray(), "K"));
        await client.ExpectClosedAsync(ReasonCode.ProtocolError);
    }

    [Trait("Statement", "MQTT-4.12.1-2")]
    [Fact]
    public async Task Again_ThatFails_ClosesWithTheReason()
    {
        var client = await AuthenticatedAsync();
        var again = new ScramSha256Client("ann", "wrong", ScramSha256.CreateNonce());
        await client.SendAsync(Auth(ReasonCode.ReAuthenticate, again.Start()));
        var first = await client.ReadAsync<AuthPacket>();
        await client.SendAsync(Auth(ReasonCode.ContinueAuthentication, again.Receive(first.Properties.AuthenticationData!.Value.Span).Message));
        await client.ExpectClosedAsync(ReasonCode.NotAuthorized);
    }

    private static ConnectPacket Connect(ReadOnlyMemory<byte> data) => new()
    {
        Version = MqttProtocolVersion.V50,
        ClientId = "a",
        Properties = new MqttProperties { AuthenticationMethod = Method, AuthenticationData = data },
    };

    private static AuthPacket Auth(ReasonCode reason, ReadOnlyMemory<byte> data, string method = Method) =>
        new() { ReasonCode = reason, Properties = new MqttProperties { AuthenticationMethod = method, AuthenticationData = data } };

    private ReadOnlyMemory<byte> Answer(MqttProperties properties) => _scram.Receive(properties.AuthenticationData!.Value.Span).Message;

    private async Task<Peer> AuthenticatedAsync()
    {
        var client = _fixture.OpenPeer(MqttProtocolVersion.V50);
        await client.SendAsync(Connect(_scram.Start()));
        var first = await client.ReadAsync<AuthPacket>();
        await client.SendAsync(Auth(ReasonCode.ContinueAuthentication, Answer(first.Properties)));
        Assert.Equal(ReasonCode.Success, (await client.ReadAsync<ConnackPacket>()).ReasonCode);
        return client;
    }
}
