using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>Makes the tokens by which devices sign in, and the keys of enrolment groups' devices.</summary>
internal static class SharedAccessSignature
{
    /// <summary>A token.</summary>
    /// <param name="resource">What it is for, not encoded: host and path.</param>
    /// <param name="key">What signs it.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="keyName">The policy whose key it is; null for the device's own.</param>
    public static string Create(string resource, ReadOnlySpan<byte> key, DateTimeOffset expiresAt, string? keyName)
    {
        // What is signed is the encoded text, and the service checks over the bytes it received.
        var encoded = Uri.EscapeDataString(resource);
        var end = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{encoded}\n{end}"))));
        return $"SharedAccessSignature sr={encoded}&sig={signature}&se={end}{(keyName is null ? "" : $"&skn={keyName}")}";
    }

    /// <summary>The key of a device of an enrolment group.</summary>
    public static byte[] DeriveKey(ReadOnlySpan<byte> groupKey, string registrationId) => HMACSHA256.HashData(groupKey, Encoding.UTF8.GetBytes(registrationId));
}
