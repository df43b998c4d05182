using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace IotHub.Broker.Listeners;

/// <summary>TLS for MQTT as loaded from its files: one object for all listeners, so that none is laxer than another. 1.2 and 1.3 only.</summary>
public sealed class MqttTls : IDisposable
{
    private readonly X509Certificate2Collection _certificates;
    private readonly X509Certificate2Collection _authorities;

    [SuppressMessage("Security", "CA5398", Justification = "What the system would choose may include versions before 1.2.")]
    private MqttTls(X509Certificate2 certificate, X509Certificate2Collection certificates, X509Certificate2Collection authorities)
    {
        _certificates = certificates;
        _authorities = authorities;
        var asksClient = authorities.Count > 0;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, certificates, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = asksClient,

            // A resumed session would not show the client's certificate again.
            AllowTlsResume = !asksClient,
            AllowRenegotiation = false,
        };
        if (asksClient)
        {
            // Only these authorities: not those that the machine trusts for web pages.
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            options.RemoteCertificateValidationCallback = static (_, presented, _, errors) => presented is not null && errors == SslPolicyErrors.None;
        }

        Options = options;
    }

    internal SslServerAuthenticationOptions Options { get; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file holds no certificate, or not the key that belongs to it.</exception>
    public static MqttTls Load(MqttTlsOptions options)
    {
        var authorities = new X509Certificate2Collection();
        if (options.ClientAuthoritiesFile is { } file)
        {
            authorities.ImportFromPemFile(file);
            if (authorities.Count == 0)
            {
                // Read as "none", it would let everybody in.
                throw new System.Security.Cryptography.CryptographicException($"{file} holds no certificate in PEM.");
            }
        }

        return IsPem(options.CertificateFile) ? FromPem(options, authorities) : FromPfx(options, authorities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _certificates.Concat(_authorities))
        {
            certificate.Dispose();
        }
    }

    private static bool IsPem(string file) => File.ReadAllBytes(file).AsSpan().IndexOf("-----BEGIN"u8) >= 0;

    [SuppressMessage("Reliability", "CA2000", Justification = "Its owner is the object that is returned.")]
    private static MqttTls FromPem(MqttTlsOptions options, X509Certificate2Collection authorities)
    {
        var key = options.KeyFile ?? options.CertificateFile;
        var own = options.Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(options.CertificateFile, password, key)
            : X509Certificate2.CreateFromPemFile(options.CertificateFile, key);
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(options.CertificateFile);
        return new MqttTls(own, [own, .. others.Where(other => !other.Equals(own))], authorities);
    }

    private static MqttTls FromPfx(MqttTlsOptions options, X509Certificate2Collection authorities)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.CertificateFile, options.Password);
        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new System.Security.Cryptography.CryptographicException($"{options.CertificateFile} holds no certificate with its key.");
        return new MqttTls(own, all, authorities);
    }
}
