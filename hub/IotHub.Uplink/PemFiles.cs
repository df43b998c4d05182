using System.Security.Cryptography.X509Certificates;
using IotHub.Mqtt.Client.Connectors;

namespace IotHub.Uplink;

/// <summary>Certificates that settings name.</summary>
internal static class PemFiles
{
    /// <summary>A certificate with its key; null for an empty name.</summary>
    public static X509Certificate2? Certificate(string certificateFile, string keyFile)
    {
        if (certificateFile.Length == 0)
        {
            return null;
        }

        using var fromPem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);

        // By way of PKCS #12, since TLS does not take every key that was made in memory on every system.
        return X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Authorities; null for an empty name.</summary>
    public static X509Certificate2Collection? Authorities(string file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    /// <summary>All of it for an MQTT connection.</summary>
    public static MqttClientTls Tls(string certificateFile, string keyFile, string authorityFile) =>
        new() { TrustedCertificates = Authorities(authorityFile), ClientCertificate = Certificate(certificateFile, keyFile) };
}
