using System.Text;
using IotHub.Mqtt.Authentication;

namespace IotHub.Mqtt.Tests.Authentication;

/// <summary>Both sides against the example of RFC 7677 section 3, and against each other.</summary>
public class ScramSha256Tests
{
    private const string ClientNonce = "rOprNGfwEbeRWgbNEkqO";
    private const string ServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private const string ClientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private const string ServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string ClientWithoutProof = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private const string Proof = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private const string ServerFinal = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static readonly ScramCredential s_pencil =
        ScramCredential.FromPassword("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    private static readonly ScramDecoy s_decoy = new("a secret of the server"u8, 4096);

    [Fact]
    public void Client_ExampleOfRfc7677_SendsItsMessages()
    {
        var client = new ScramSha256Client("user", "pencil", ClientNonce);

        Assert.Equal(ClientFirst, Text(client.Start()));
        var step = client.Receive(Bytes(ServerFirst));
        Assert.Equal((ScramStatus.Continue, $"{ClientWithoutProof},p={Proof}"), (step.Status, Text(step.Message)));
        Assert.Equal(new ScramStep(ScramStatus.Complete, default, null), client.Receive(Bytes(ServerFinal)));
    }

    [Fact]
    public void Server_ExampleOfRfc7677_SendsItsMessages()
    {
        var server = Server();

        var first = server.Receive(Bytes(ClientFirst));
        Assert.Equal((ScramStatus.Continue, ServerFirst), (first.Status, Text(first.Message)));
        Assert.Null(server.UserName);
        var final = server.Receive(Bytes($"{ClientWithoutProof},p={Proof}"));
        Assert.Equal((ScramStatus.Complete, ServerFinal), (final.Status, Text(final.Message)));
        Assert.Equal("user", server.UserName);
    }

    [Theory]
    [InlineData("user", "pencil")]
    [InlineData("a=b,c", "with, = and \u00fcml\u00e4uts")]
    [InlineData("\u738b", "p")]
    public void Exchange_RightPassword_CompletesOnBothSides(string user, string password)
    {
        var credential = ScramCredential.FromPassword(password, 4096);
        var server = new ScramSha256Server(name => name == user ? credential : null, s_decoy, ScramSha256.CreateNonce());
        var client = new ScramSha256Client(user, password, ScramSha256.CreateNonce());

        var first = server.Receive(client.Start().Span);
        var proof = client.Receive(first.Message.Span);
        var final = server.Receive(proof.Message.Span);

        Assert.Equal(ScramStatus.Complete, final.Status);
        Assert.Equal(ScramStatus.Complete, client.Receive(final.Message.Span).Status);
        Assert.Equal(user, server.UserName);
    }

    [Theory]
    [InlineData("user", "pencil2")]
    [InlineData("nobody", "pencil")]
    public void Exchange_WrongPasswordOrUnknownUser_IsRefusedAlike(string user, string password)
    {
        var server = Server();
        var client = new ScramSha256Client(user, password, ClientNonce);

        var first = server.Receive(client.Start().Span);
        var proof = client.Receive(first.Message.Span);
        var final = server.Receive(proof.Message.Span);

        Assert.Equal(ScramStatus.Continue, first.Status);
        Assert.Equal((ScramStatus.Refused, "e=invalid-proof", "The proof is wrong."), (final.Status, Text(final.Message), final.Reason));
        Assert.Null(server.UserName);
        Assert.Equal(ScramStatus.Refused, client.Receive(final.Message.Span).Status);
    }

    [Fact]
    public void Decoy_SameName_HasTheSameSaltOfTheUsualLength()
    {
        var again = new ScramDecoy("a secret of the server"u8, 4096);

        Assert.Equal(s_decoy.For("nobody").Salt.ToArray(), again.For("nobody").Salt.ToArray());
        Assert.NotEqual(s_decoy.For("nobody").Salt.ToArray(), s_decoy.For("nobody2").Salt.ToArray());
        Assert.NotEqual(s_decoy.For("nobody").Salt.ToArray(), new ScramDecoy("another secret of it"u8, 4096).For("nobody").Salt.ToArray());
        Assert.Equal(ScramSha256.SaltBytes, s_decoy.For("nobody").Salt.Length);
        Assert.Equal(4096, s_decoy.For("nobody").Iterations);
    }

    [Theory]
    [InlineData("", "other-error")]
    [InlineData("n", "other-error")]
    [InlineData("n,", "other-error")]
    [InlineData("p=tls-unique,,n=user,r=abc", "channel-binding-not-supported")]
    [InlineData("x,,n=user,r=abc", "other-error")]
    [InlineData("n,a=admin,n=user,r=abc", "other-error")]
    [InlineData("n,,m=x,n=user,r=abc", "extensions-not-supported")]
    [InlineData("n,,r=abc,n=user", "other-error")]
    [InlineData("n,,n=user", "other-error")]
    [InlineData("n,,n=,r=abc", "other-error")]
    [InlineData("n,,n=user,r=", "other-error")]
    [InlineData("n,,n=user,r=abc,", "other-error")]
    [InlineData("n,,n=user,r=abc,m=x", "other-error")]
    [InlineData("n,,n=user,r=abc,1=x", "other-error")]
    [InlineData("n,,n=user,r=a b", "other-error")]
    [InlineData("n,,n=user,r=a\u00fcb", "other-error")]
    [InlineData("n,,n=us=er,r=abc", "invalid-username-encoding")]
    [InlineData("n,,n=user=2,r=abc", "invalid-username-encoding")]
    [InlineData("n,,n=us\0er,r=abc", "invalid-encoding")]
    public void Server_FirstMessageOutOfPlace_IsRefusedForGood(string message, string error)
    {
        var server = Server();

        var step = server.Receive(Bytes(message));

        Assert.Equal((ScramStatus.Refused, $"e={error}"), (step.Status, Text(step.Message)));
        Assert.Equal(ScramStatus.Refused, server.Receive(Bytes(ClientFirst)).Status);
    }

    [Theory]
    [InlineData("y,,n=user,r=abc")]
    [InlineData("n,,n=user,r=abc,x=an extension")]
    public void Server_FirstMessageWithWhatItMayHold_GoesOn(string message) =>
        Assert.Equal(ScramStatus.Continue, Server().Receive(Bytes(message)).Status);

    [Theory]
    [InlineData(256, 256, ScramStatus.Continue)]
    [InlineData(257, 256, ScramStatus.Refused)]
    [InlineData(256, 257, ScramStatus.Refused)]
    public void Server_NameAndNonceAtTheirBounds_AreTakenUpToThem(int name, int nonce, ScramStatus status) =>
        Assert.Equal(status, Server().Receive(Bytes($"n,,n={new string('u', name)},r={new string('x', nonce)}")).Status);

    [Theory]
    [InlineData(2047, ScramStatus.Continue)]
    [InlineData(2048, ScramStatus.Continue)]
    [InlineData(2049, ScramStatus.Refused)]
    public void Server_MessageAtItsBound_IsTakenUpToIt(int length, ScramStatus status)
    {
        const string Start = "n,,n=user,r=abc,x=";
        Assert.Equal(status, Server().Receive(Bytes(Start + new string('y', length - Start.Length))).Status);
    }

    [Fact]
    public void Server_MessageNotUtf8_IsRefused() =>
        Assert.Equal(ScramStatus.Refused, Server().Receive([.. "n,,n=us"u8, 0xC3, 0x28, .. ",r=abc"u8]).Status);

    [Theory]
    [InlineData("c=biws,r={n}", "invalid-proof")]
    [InlineData("c=biws,r={n},p=", "invalid-proof")]
    [InlineData("c=biws,r={n},p=AAAA", "invalid-proof")]
    [InlineData("c=biws,r={n},p=!", "invalid-proof")]
    [InlineData("c=biws,r={n},p={p},x=y", "invalid-proof")]
    [InlineData("c=eSws,r={n},p={p}", "channel-bindings-dont-match")]
    [InlineData("c=,r={n},p={p}", "other-error")]
    [InlineData("r={n},c=biws,p={p}", "other-error")]
    [InlineData("c=biws,r={n}x,p={p}", "other-error")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO,p={p}", "other-error")]
    [InlineData("c=biws,r={n},m=x,p={p}", "other-error")]
    [InlineData("c=biws,r={n},x=not what was signed,p={p}", "invalid-proof")]
    public void Server_LastMessageOutOfPlace_IsRefused(string message, string error)
    {
        var server = Server();
        server.Receive(Bytes(ClientFirst));

        var text = message.Replace("{n}", ClientNonce + ServerNonce, StringComparison.Ordinal).Replace("{p}", Proof, StringComparison.Ordinal);
        var step = server.Receive(Bytes(text));

        Assert.Equal((ScramStatus.Refused, $"e={error}"), (step.Status, Text(step.Message)));
        Assert.Null(server.UserName);
    }

    [Fact]
    public void Server_MessageAfterTheEnd_RefusesTheUserAgain()
    {
        var server = Server();
        server.Receive(Bytes(ClientFirst));
        server.Receive(Bytes($"{ClientWithoutProof},p={Proof}"));

        Assert.Equal(ScramStatus.Refused, server.Receive(Bytes($"{ClientWithoutProof},p={Proof}")).Status);
        Assert.Null(server.UserName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("r=other%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("s=W22ZaJ0SNY7soEsUEjb6gQ==,r=rOprNGfwEbeRWgbNEkqOx,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==")]
    [InlineData("m=x,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,m=x")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=04096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=+4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999")]
    [InlineData("e=other-error")]
    public void Client_FirstAnswerOutOfPlace_IsRefusedForGood(string message)
    {
        var client = new ScramSha256Client("user", "pencil", ClientNonce);
        client.Start();

        var step = client.Receive(Bytes(message));

        Assert.Equal((ScramStatus.Refused, 0), (step.Status, step.Message.Length));
        Assert.Equal(ScramStatus.Refused, client.Receive(Bytes(ServerFirst)).Status);
    }

    [Theory]
    [InlineData("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", "The server's last message is not its signature.")]
    [InlineData("v=AAAA", "The server does not know the password: its signature is wrong.")]
    [InlineData("e=invalid-proof", "The server refused the user or the password.")]
    [InlineData("", "The server's last message is not its signature.")]
    public void Client_ServerThatDoesNotProveItself_IsRefused(string message, string reason)
    {
        var client = new ScramSha256Client("user", "pencil", ClientNonce);
        client.Start();
        client.Receive(Bytes(ServerFirst));

        Assert.Equal(new ScramStep(ScramStatus.Refused, default, reason), client.Receive(Bytes(message)));
    }

    [Fact]
    public void Client_AnswerBeforeItBegan_IsRefused()
    {
        var client = new ScramSha256Client("user", "pencil", ClientNonce);

        Assert.Equal(ScramStatus.Refused, client.Receive(Bytes(ServerFirst)).Status);
        Assert.Throws<InvalidOperationException>(() => client.Start());
    }

    [Theory]
    [InlineData(7, 4096)]
    [InlineData(65, 4096)]
    [InlineData(16, 4095)]
    [InlineData(16, 1_000_001)]
    public void Credential_OutOfBounds_IsRefused(int saltBytes, int iterations) =>
        Assert.Throws<ArgumentException>(() => new ScramCredential(new byte[saltBytes], iterations, new byte[32], new byte[32]));

    [Fact]
    public void Decoy_SecretTooShort_IsRefused() => Assert.Throws<ArgumentException>(() => new ScramDecoy(new byte[15], 4096));

    [Fact]
    public void CreateNonce_Twice_Differs() => Assert.NotEqual(ScramSha256.CreateNonce(), ScramSha256.CreateNonce());

    private static ScramSha256Server Server() => new(name => name == "user" ? s_pencil : null, s_decoy, ServerNonce);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
