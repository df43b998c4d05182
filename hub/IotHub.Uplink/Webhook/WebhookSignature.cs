using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.Uplink.Webhook;

/// <summary>
/// Proves to a receiver who sent a body, and when: HMAC-SHA256 over the time as text, a full stop, and the bytes of the body. A receiver
/// compares in constant time and refuses times that are more than five minutes off, so that nobody can send an old one again.
/// </summary>
public static class WebhookSignature
{
    /// <summary>Header of the time: seconds since 1970.</summary>
    public const string TimestampHeader = "Mihub-Timestamp";

    /// <summary>Header of the signature: <c>v1=</c> and 64 hexadecimal digits.</summary>
    public const string SignatureHeader = "Mihub-Signature";

    /// <summary>Value of the signature's header.</summary>
    public static string Create(string secret, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + "."));
        hash.AppendData(body);
        return "v1=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
