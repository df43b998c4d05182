using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IotHub.Mqtt.Client.Connectors;

namespace IotHub.Mqtt.Client.Tests.Connectors;

public sealed class TcpConnectorTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = TestCertificates.Make("localhost");

    public TcpConnectorTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    [Trait("Statement", "MQTT-4.2-1")]
    [Trait("Statement311", "MQTT-7.1.2-1")]
    [Fact]
    public async Task Connect_Plain_Converses()
    {
        await using var client = new ConnectedClient(TcpConnector.Instance, Port);
        using var accepted = await _listener.AcceptTcpClientAsync();
        await client.ConverseAsync(new StreamServer(accepted.GetStream()).Peer());
    }

    [Fact]
    public async Task Connect_TlsWithItsOwnAuthority_Converses()
    {
        await using var client = new ConnectedClient(new TcpConnector(new MqttClientTls { TrustedCertificates = [_certificate] }), Port);
        await using var secured = await AcceptAsync();
        await secured.AuthenticateAsServerAsync(_certificate);
        Assert.Equal("localhost", secured.TargetHostName);
        await client.ConverseAsync(new StreamServer(secured).Peer());
    }

    [Fact]
    public async Task Connect_TlsAndCertificateNotTrusted_SaysSoAndSendsNothing()
    {
        await using var client = new ConnectedClient(new TcpConnector(new MqttClientTls()), Port);
        await using var secured = await AcceptAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await secured.AuthenticateAsServerAsync(_certificate);

            // With TLS 1.3 the server learns of the client's no only by its next read.
            Assert.Equal(0, await secured.ReadAsync(new byte[1]));
            throw new IOException("Closed without a word.");
        });
        var change = await client.Ended;
        Assert.IsType<AuthenticationException>(Assert.IsAssignableFrom<IOException>(change.Fault!.InnerException).InnerException);
    }

    [Fact]
    public async Task Connect_TlsAndOtherServerName_IsRefusedByName()
    {
        using var other = TestCertificates.Make("other.example");
        SslPolicyErrors found = default;
        var tls = new MqttClientTls
        {
            TrustedCertificates = [other],
            Validation = (_, _, _, errors) =>
            {
                found = errors;
                return errors == SslPolicyErrors.None;
            },
        };
        await using var client = new ConnectedClient(new TcpConnector(tls), Port);
        await using var secured = await AcceptAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await secured.AuthenticateAsServerAsync(other);
            Assert.Equal(0, await secured.ReadAsync(new byte[1]));
            throw new IOException("Closed without a word.");
        });
        await client.Ended;
        Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, found);
    }

    [Fact]
    public async Task Connect_TlsWithServerName_ChecksThatName()
    {
        using var other = TestCertificates.Make("other.example");
        await using var client = new ConnectedClient(new TcpConnector(new MqttClientTls { ServerName = "other.example", TrustedCertificates = [other] }), Port);
        await using var secured = await AcceptAsync();
        await secured.AuthenticateAsServerAsync(other);
        Assert.Equal("other.example", secured.TargetHostName);
        await client.ConverseAsync(new StreamServer(secured).Peer());
    }

    [Fact]
    public async Task Connect_TlsWithClientCertificate_ShowsIt()
    {
        using var own = TestCertificates.Make("a client");
        string? shown = null;
        await using var client = new ConnectedClient(new TcpConnector(new MqttClientTls { TrustedCertificates = [_certificate], ClientCertificate = own }), Port);
        await using var secured = await AcceptAsync();
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                shown = certificate?.Subject;
                return shown == "CN=a client";
            },
        });
        await client.ConverseAsync(new StreamServer(secured).Peer());
        Assert.Equal("CN=a client", shown);
    }

    [Fact]
    public async Task Connect_NobodyListens_SaysSo()
    {
        var port = Port;
        _listener.Stop();
        await using var client = new ConnectedClient(TcpConnector.Instance, port);

        var change = await client.Ended;

        Assert.StartsWith($"localhost:{port} cannot be reached: ", change.Reason, StringComparison.Ordinal);
        Assert.Null(change.Fault!.ReasonCode);
    }

    private async Task<SslStream> AcceptAsync() => new((await _listener.AcceptTcpClientAsync()).GetStream());
}
