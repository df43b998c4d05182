using System.Security.Cryptography;
using System.Text;

namespace IotHub.Mqtt.Authentication;

/// <summary>
/// SCRAM-SHA-256 (RFC 5802, RFC 7677): a password is proved in both directions without being sent, and without the server's store being
/// enough to sign in with. Channel binding is not offered.
/// </summary>
public static class ScramSha256
{
    /// <summary>The Authentication Method of MQTT 5.0 that names it.</summary>
    public const string MethodName = "SCRAM-SHA-256";

    /// <summary>Fewest iterations: RFC 7677 asks for at least this many.</summary>
    public const int IterationsMin = 4_096;

    /// <summary>Most iterations: about half a second of work, so that a server cannot keep its clients busy for hours.</summary>
    public const int IterationsMax = 1_000_000;

    /// <summary>Iterations of a new credential.</summary>
    public const int IterationsDefault = 16_384;

    /// <summary>Bytes of a key and of a signature.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of a new salt.</summary>
    public const int SaltBytes = 16;

    /// <summary>Fewest bytes of a salt.</summary>
    public const int SaltBytesMin = 8;

    /// <summary>Most bytes of a salt.</summary>
    public const int SaltBytesMax = 64;

    /// <summary>Most bytes of one message of the exchange. The longest that makes sense holds a user name and two nonces.</summary>
    public const int MessageBytesMax = 2_048;

    /// <summary>Most characters of a user name.</summary>
    public const int UserNameLengthMax = 256;

    /// <summary>Most characters of one side's nonce.</summary>
    public const int NonceLengthMax = 256;

    /// <summary>A new nonce of 144 random bits, as text. Every exchange needs its own.</summary>
    public static string CreateNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));

    internal static string CheckNonce(string nonce) =>
        nonce.Length is > 0 and <= NonceLengthMax && ScramText.IsNonce(nonce)
            ? nonce
            : throw new ArgumentException($"A nonce is 1 to {NonceLengthMax} printable ASCII characters without a comma.", nameof(nonce));

    internal static byte[] SaltedPassword(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        // As written: SASLprep changes nothing in ASCII, and what it would map elsewhere must be typed alike on both sides.
        var bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(bytes, salt, iterations, HashAlgorithmName.SHA256, KeyBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    internal static byte[] ClientKey(ReadOnlySpan<byte> saltedPassword) => HMACSHA256.HashData(saltedPassword, "Client Key"u8);

    internal static byte[] ServerKey(ReadOnlySpan<byte> saltedPassword) => HMACSHA256.HashData(saltedPassword, "Server Key"u8);

    internal static byte[] Sign(ReadOnlySpan<byte> key, string authMessage) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(authMessage));

    /// <summary>Makes a proof of a key or, the other way round, the key of a proof.</summary>
    internal static byte[] Xor(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var result = new byte[KeyBytes];
        for (var i = 0; i < KeyBytes; i++)
        {
            result[i] = (byte)(left[i] ^ right[i]);
        }

        return result;
    }
}
