using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Catalogue;

/// <summary>
/// A detached signature: ECDSA on P-256 with SHA-256 (FIPS 186-5), over the exact bytes of the catalogue. It lies beside it as JSON,
/// <c>{"algorithm":"ES256","key":"…","signature":"base64 of r and s, 64 bytes"}</c>.
/// </summary>
/// <param name="Key">Id of the key.</param>
/// <param name="Value">r and s, 32 bytes each (IEEE P1363).</param>
public sealed record CatalogueSignature(string Key, ReadOnlyMemory<byte> Value)
{
    private const string Algorithm = "ES256";
    private const string CurveOid = "1.2.840.10045.3.1.7";

    /// <summary>Reads a signature document.</summary>
    /// <param name="utf8Json">Its text.</param>
    /// <param name="signature">The signature; null where refused.</param>
    /// <param name="reason">Why it was refused; empty where it was read.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8Json, out CatalogueSignature? signature, out string reason)
    {
        signature = null;
        reason = string.Empty;
        if (utf8Json.Length > CatalogueBounds.SignatureBytesMax)
        {
            reason = $"The signature has {utf8Json.Length} bytes; at most {CatalogueBounds.SignatureBytesMax} are allowed.";
        }
        else if (!PositionedJson.TryParse(utf8Json, 2, out var root, out var fault))
        {
            reason = $"The signature cannot be read: {fault.Message}";
        }
        else if (root.TextOf("algorithm") != Algorithm)
        {
            reason = $"The signature's algorithm must be {Algorithm}.";
        }
        else if (root.TextOf("key") is not { Length: > 0 and <= 100 } key)
        {
            reason = "The signature names no key.";
        }
        else if (root.TextOf("signature") is not { } text || !System.Buffers.Text.Base64.IsValid(text, out var length) || length != 64)
        {
            reason = "The signature must be base64 of 64 bytes.";
        }
        else
        {
            signature = new CatalogueSignature(key, Convert.FromBase64String(text));
        }

        return signature is not null;
    }

    /// <summary>Signs.</summary>
    /// <param name="catalogue">The exact bytes.</param>
    /// <param name="keyId">Id of the key.</param>
    /// <param name="privateKeyPem">The private key (P-256) as PEM.</param>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public static CatalogueSignature Sign(ReadOnlySpan<byte> catalogue, string keyId, string privateKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        if (!IsP256(key))
        {
            throw new ArgumentException("The key must be on P-256.", nameof(privateKeyPem));
        }

        return new CatalogueSignature(keyId, key.SignData(catalogue, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <summary>True where a key made this signature over these bytes; false also for a key that is none.</summary>
    public bool Holds(ReadOnlySpan<byte> catalogue, TrustedKey trusted)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(trusted.PublicKeyPem);
            return IsP256(key) && key.VerifyData(catalogue, Value.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The signature document.</summary>
    public string ToJson() => new JsonObject
    {
        ["algorithm"] = Algorithm,
        ["key"] = Key,
        ["signature"] = Convert.ToBase64String(Value.Span),
    }.ToJsonString(Indented) + "\n";

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsP256(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == CurveOid;
}
