using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IotHub.Testing;

namespace IotHub.Interop.Tests.Peers;

/// <summary>An authority and a certificate of it for localhost, as PEM files.</summary>
internal sealed class TestCertificate : IDisposable
{
    private static readonly DateTimeOffset From = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public TestCertificate()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=interop authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(From, To);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, From, To, [1]);
        Authority = _folder.Write("authority.pem", authority.ExportCertificatePem());
        Certificate = _folder.Write("server.pem", certificate.ExportCertificatePem());
        Key = _folder.Write("server.key", key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>File of the authority's certificate: what a client trusts.</summary>
    public string Authority { get; }

    public string Certificate { get; }

    public string Key { get; }

    public void Dispose() => _folder.Dispose();
}
