using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.AzureEmulator.Security;

/// <summary>A shared access signature as it was received.</summary>
/// <param name="EncodedResource">What it is for, in the encoding that was signed: clients encode in lower or upper case.</param>
/// <param name="Signature">Base64.</param>
/// <param name="Expiry">Seconds since 1970.</param>
/// <param name="PolicyName">Whose key signed it; null for the device's own.</param>
internal sealed record SasToken(string EncodedResource, string Signature, long Expiry, string? PolicyName)
{
    private const string Prefix = "SharedAccessSignature ";

    /// <summary>What it is for, decoded.</summary>
    public string Resource => Uri.UnescapeDataString(EncodedResource);

    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(Expiry);

    /// <summary>Null where the text is no token.</summary>
    public static SasToken? Parse(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var fields = new Dictionary<string, string>();
        foreach (var field in text[Prefix.Length..].Split('&'))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !fields.TryAdd(field[..equals], field[(equals + 1)..]))
            {
                return null;
            }
        }

        return fields.TryGetValue("sr", out var resource)
            && fields.TryGetValue("sig", out var signature)
            && fields.TryGetValue("se", out var expiry)
            && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253_402_300_799
                ? new SasToken(resource, Uri.UnescapeDataString(signature), seconds, fields.TryGetValue("skn", out var policy) && policy.Length > 0 ? policy : null)
                : null;
    }

    /// <summary>Whether a key signed it.</summary>
    public bool IsSignedBy(ReadOnlySpan<byte> key) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Signature),
        Encoding.UTF8.GetBytes(Convert.ToBase64String(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{EncodedResource}\n{Expiry}"))))));
}
