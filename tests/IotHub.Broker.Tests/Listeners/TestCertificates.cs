using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>Two authorities, a server and clients of each; made once, in a folder of their own that is removed at the end.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private int _serial;

    public TestCertificates()
    {
        Folder = Directory.CreateTempSubdirectory("iothub-tls-").FullName;
        Authority = MakeAuthority("CN=authority");
        using var foreign = MakeAuthority("CN=foreign");
        Client = Issue(Authority, "CN=client", ClientUse, To);
        ForeignClient = Issue(foreign, "CN=client", ClientUse, To);
        ExpiredClient = Issue(Authority, "CN=client", ClientUse, From.AddYears(10));
        WrongUseClient = Issue(Authority, "CN=client", ServerUse, To);
        Server = Issue(Authority, "CN=localhost", ServerUse, To);
        Write("authority.pem", Authority.ExportCertificatePem());
        Write("server.pem", Server.ExportCertificatePem());
        Write("server.key", Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("both.pem", Server.ExportCertificatePem() + "\n" + Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write("locked.key", Server.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        Write("empty.pem", "nothing");
        File.WriteAllBytes(At("server.pfx"), Server.Export(X509ContentType.Pkcs12, "secret"));
    }

    public string Folder { get; }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    public X509Certificate2 ForeignClient { get; }

    public X509Certificate2 ExpiredClient { get; }

    /// <summary>A certificate for servers in the hands of a client.</summary>
    public X509Certificate2 WrongUseClient { get; }

    public string At(string name) => Path.Combine(Folder, name);

    public void Dispose()
    {
        foreach (var certificate in new[] { Authority, Server, Client, ForeignClient, ExpiredClient, WrongUseClient })
        {
            certificate.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, To);
    }

    private X509Certificate2 Issue(X509Certificate2 authority, string name, Oid use, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(authority, From, to, [(byte)++_serial]);
        return bare.CopyWithPrivateKey(key);
    }

    private void Write(string name, string text) => File.WriteAllText(At(name), text);
}
