using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IotHub.Mqtt.Client.Connectors;

/// <summary>How a client checks its server, and shows itself, over TLS. Without more, the system's trust and the server's name decide.</summary>
public sealed record MqttClientTls
{
    /// <summary>The name that the server's certificate must bear; null for the host that is connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// The only authorities, or self-signed certificates, that are trusted, such as those of a home's own; null for those of the system. The
    /// name is checked all the same.
    /// </summary>
    public X509Certificate2Collection? TrustedCertificates { get; init; }

    /// <summary>Decides in place of the usual check, whose findings it is given; null for the usual check.</summary>
    public RemoteCertificateValidationCallback? Validation { get; init; }

    /// <summary>What the client shows, with its private key; null for nothing.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>For <see cref="SslStream"/> and everything built on it.</summary>
    /// <param name="host">The host that is connected to.</param>
    internal SslClientAuthenticationOptions ToOptions(string host) => new()
    {
        TargetHost = ServerName ?? host,
        RemoteCertificateValidationCallback = Validation,
        CertificateChainPolicy = TrustedCertificates is null ? null : ChainPolicy(TrustedCertificates),
        ClientCertificates = ClientCertificate is null ? null : [ClientCertificate],
        LocalCertificateSelectionCallback = ClientCertificate is null ? null : (_, _, _, _, _) => ClientCertificate,
    };

    private static X509ChainPolicy ChainPolicy(X509Certificate2Collection trusted)
    {
        // A home's own authority publishes no revocations; who wants them asked for has Validation.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        return policy;
    }
}
