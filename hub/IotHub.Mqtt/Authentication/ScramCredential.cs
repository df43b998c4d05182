using System.Security.Cryptography;

namespace IotHub.Mqtt.Authentication;

/// <summary>
/// What a server keeps of a password: enough to check a proof and to prove itself, not enough to sign in with. Secret all the same, since a
/// weak password can be guessed from it; it does not print its keys.
/// </summary>
public sealed class ScramCredential
{
    /// <summary>A credential as it was stored.</summary>
    /// <param name="salt">8 to 64 bytes.</param>
    /// <param name="iterations">4,096 to 1,000,000.</param>
    /// <param name="storedKey">32 bytes.</param>
    /// <param name="serverKey">32 bytes.</param>
    /// <exception cref="ArgumentException">A value is out of bounds; the message names it.</exception>
    public ScramCredential(ReadOnlyMemory<byte> salt, int iterations, ReadOnlyMemory<byte> storedKey, ReadOnlyMemory<byte> serverKey)
    {
        CheckSalt(salt.Length);
        CheckIterations(iterations);
        if (storedKey.Length != ScramSha256.KeyBytes || serverKey.Length != ScramSha256.KeyBytes)
        {
            throw new ArgumentException($"Keys have {ScramSha256.KeyBytes} bytes; got {storedKey.Length} and {serverKey.Length}.");
        }

        Salt = salt.ToArray();
        Iterations = iterations;
        StoredKey = storedKey.ToArray();
        ServerKey = serverKey.ToArray();
    }

    /// <summary>8 to 64 bytes; told to whoever asks to sign in.</summary>
    public ReadOnlyMemory<byte> Salt { get; }

    /// <summary>Rounds of PBKDF2, 4,096 to 1,000,000; told to whoever asks to sign in.</summary>
    public int Iterations { get; }

    /// <summary>H(ClientKey) of RFC 5802 section 3: checks the client's proof.</summary>
    public ReadOnlyMemory<byte> StoredKey { get; }

    /// <summary>ServerKey of RFC 5802 section 3: signs the server's answer.</summary>
    public ReadOnlyMemory<byte> ServerKey { get; }

    /// <summary>Makes the credential of a password with a new random salt.</summary>
    /// <param name="password">Taken exactly as written, as UTF-8; not empty.</param>
    /// <param name="iterations">4,096 to 1,000,000. All credentials of a server should agree, and its <see cref="ScramDecoy"/> with them.</param>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public static ScramCredential FromPassword(string password, int iterations = ScramSha256.IterationsDefault) =>
        FromPassword(password, RandomNumberGenerator.GetBytes(ScramSha256.SaltBytes), iterations);

    /// <summary>Makes the credential of a password with a given salt.</summary>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public static ScramCredential FromPassword(string password, ReadOnlySpan<byte> salt, int iterations)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        CheckSalt(salt.Length);
        CheckIterations(iterations);
        var salted = ScramSha256.SaltedPassword(password, salt, iterations);
        var clientKey = ScramSha256.ClientKey(salted);
        try
        {
            return new ScramCredential(salt.ToArray(), iterations, SHA256.HashData(clientKey), ScramSha256.ServerKey(salted));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(salted);
            CryptographicOperations.ZeroMemory(clientKey);
        }
    }

    private static void CheckSalt(int length)
    {
        if (length is < ScramSha256.SaltBytesMin or > ScramSha256.SaltBytesMax)
        {
            throw new ArgumentException($"A salt has {ScramSha256.SaltBytesMin} to {ScramSha256.SaltBytesMax} bytes; got {length}.");
        }
    }

    private static void CheckIterations(int iterations)
    {
        if (iterations is < ScramSha256.IterationsMin or > ScramSha256.IterationsMax)
        {
            throw new ArgumentException($"Iterations are {ScramSha256.IterationsMin} to {ScramSha256.IterationsMax}; got {iterations}.");
        }
    }
}
