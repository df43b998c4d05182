using System.ComponentModel;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotHub.Broker.Admission;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>TLS on each listener that has it: M21.</summary>
public sealed class TlsTests : IClassFixture<TestCertificates>
{
    private readonly TestCertificates _certificates;

    public TlsTests(TestCertificates certificates) => _certificates = certificates;

    public enum Own
    {
        None,
        Trusted,
        Foreign,
        Expired,
        ForServers,
    }

    [Theory]
    [InlineData("server.pem", "server.key", null)]
    [InlineData("server.pem", "locked.key", "secret")]
    [InlineData("both.pem", null, null)]
    [InlineData("server.pfx", null, "secret")]
    public async Task Load_EveryFormOfTheCertificate_Serves(string certificate, string? key, string? password)
    {
        using var tls = MqttTls.Load(new MqttTlsOptions
        {
            CertificateFile = _certificates.At(certificate),
            KeyFile = key is null ? null : _certificates.At(key),
            Password = password,
        });
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        await using var client = await StreamClient.OpenTlsAsync(listening.Tls, _certificates);
        await client.ConnectAsync('a');
    }

    [Theory]
    [InlineData("server.pem", null)]
    [InlineData("empty.pem", null)]
    [InlineData("both.pem", "empty.pem")]
    public void Load_FilesWithoutWhatIsNeeded_AreRefused(string certificate, string? authorities) =>
        Assert.Throws<CryptographicException>(() => MqttTls.Load(new MqttTlsOptions
        {
            CertificateFile = _certificates.At(certificate),
            ClientAuthoritiesFile = authorities is null ? null : _certificates.At(authorities),
        }));

    [Fact]
    public void Load_FileThatIsMissing_IsRefused() =>
        Assert.Throws<FileNotFoundException>(() => MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificates.At("none.pem") }));

    /// <summary>The same on both listeners, and after a client that was refused.</summary>
    [Theory]
    [InlineData(false, SslProtocols.Tls12)]
    [InlineData(false, SslProtocols.Tls13)]
    [InlineData(true, SslProtocols.Tls12)]
    [InlineData(true, SslProtocols.Tls13)]
    public async Task ClientCertificate_OnlyFromTheAuthority_LetsIn(bool overWebSocket, SslProtocols version)
    {
        using var tls = MqttTls.Load(new MqttTlsOptions
        {
            CertificateFile = _certificates.At("server.pem"),
            KeyFile = _certificates.At("server.key"),
            ClientAuthoritiesFile = _certificates.At("authority.pem"),
        });
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        Own[] all = [Own.None, Own.Trusted, Own.Foreign, Own.Expired, Own.ForServers, Own.Trusted, Own.None];
        foreach (var own in all)
        {
            var answers = await AnswersAsync(overWebSocket ? listening.TlsWebSocket : listening.Tls, own, version, overWebSocket);
            Assert.True(answers == (own == Own.Trusted), $"{own}: {answers}");
        }

        // A client sees the refusal before it is counted, but not after the end.
        await listening.StopAsync();
        Assert.Equal(all.Count(own => own != Own.Trusted), listening.Broker.GetStatistics().Refused[RefusalReason.TlsHandshake]);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls11, false)]
    public async Task Version_Before12_IsRefused(SslProtocols version, bool served)
    {
        using var tls = Load();
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        Assert.Equal(served, await AnswersAsync(listening.Tls, Own.None, version, overWebSocket: false));
    }

    [Fact]
    public async Task Handshake_BytesThatAreNoTls_AreRefusedAndCounted()
    {
        using var tls = Load();
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        await using var client = await StreamClient.OpenAsync(listening.Tls);
        await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 61");
        await client.RestAsync();
        Assert.Equal(1, listening.Broker.GetStatistics().Refused[RefusalReason.TlsHandshake]);
    }

    /// <summary>Silent, or after the first bytes of a handshake: time runs from accept.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("160301")]
    public async Task Handshake_NotFinishedInTime_IsCut(string sent)
    {
        using var tls = Load();
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        var armed = listening.Time.NextTimerAsync();
        await using var client = await StreamClient.OpenAsync(listening.Tls);
        await client.SendAsync(sent);
        await armed.WaitAsync(StreamClient.Patience);
        listening.Time.Advance(new BrokerLimits().TlsHandshakeTimeout - TimeSpan.FromMilliseconds(1));
        Assert.Empty(listening.Broker.GetStatistics().Refused);
        listening.Time.Advance(TimeSpan.FromMilliseconds(1));
        await client.ExpectClosedAsync();
        Assert.Equal(1, listening.Broker.GetStatistics().Refused[RefusalReason.TlsHandshakeTimeout]);
    }

    /// <summary>M7: peers that begin a handshake and stall hold no turn, were there only one.</summary>
    [Fact]
    public async Task Handshake_WhileOthersStall_GoesOn()
    {
        using var tls = Load();
        await using var listening = await ListeningBroker.StartAsync(new BrokerLimits { TlsHandshakesMax = 1 }, tls);
        var stalled = new List<StreamClient>();
        for (var i = 0; i < 20; i++)
        {
            stalled.Add(await StreamClient.OpenAsync(listening.Tls));
            await stalled[i].SendAsync(i % 2 == 0 ? "" : "160301");
        }

        await using var client = await StreamClient.OpenTlsAsync(listening.Tls, _certificates);
        await client.ConnectAsync('a');
        foreach (var one in stalled)
        {
            await one.DisposeAsync();
        }
    }

    /// <summary>CONNECT has its own time, from the end of the handshake: together they may take longer than CONNECT alone.</summary>
    [Fact]
    public async Task Connect_AfterASlowHandshake_HasItsOwnTime()
    {
        using var tls = Load();
        await using var listening = await ListeningBroker.StartAsync(tls: tls);
        var armed = listening.Time.NextTimerAsync();
        var socket = await StreamClient.SocketAsync(listening.Tls);
        await armed.WaitAsync(StreamClient.Patience);
        listening.Time.Advance(TimeSpan.FromSeconds(9));
        await using var client = await StreamClient.HandshakeAsync(socket, _certificates);
        await client.ConnectAsync('a');
    }

    private MqttTls Load() => MqttTls.Load(new MqttTlsOptions { CertificateFile = _certificates.At("server.pem"), KeyFile = _certificates.At("server.key") });

    /// <summary>In 1.3 a client sees only when it reads that its certificate was refused.</summary>
    private async Task<bool> AnswersAsync(IPEndPoint endpoint, Own own, SslProtocols version, bool overWebSocket)
    {
        X509Certificate2? certificate = own switch
        {
            Own.Trusted => _certificates.Client,
            Own.Foreign => _certificates.ForeignClient,
            Own.Expired => _certificates.ExpiredClient,
            Own.ForServers => _certificates.WrongUseClient,
            _ => null,
        };
        try
        {
            await using var client = await StreamClient.OpenTlsAsync(endpoint, _certificates, certificate, version);
            if (overWebSocket)
            {
                return (await WebSocketBytes.AskAsync(client.Stream)).StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal);
            }

            await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 61");
            return (await client.ReadAsync(4)).Length == 4;
        }
        catch (Exception error) when (error is AuthenticationException or IOException or Win32Exception)
        {
            return false;
        }
    }
}
