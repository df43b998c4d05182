namespace IotHub.Broker.Listeners;

/// <summary>What all TLS listeners of a broker have in common: who the broker is, and whom it lets in.</summary>
public sealed record MqttTlsOptions
{
    /// <summary>The broker's certificate, in a PEM file with the certificates that lead to its authority, or in a PFX file.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>The private key in PEM; null when it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Password of the key or of the PFX file; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Certificates in PEM of the authorities that clients' certificates must come from; a client without one is turned away. Null asks for none.
    /// </summary>
    public string? ClientAuthoritiesFile { get; init; }
}
