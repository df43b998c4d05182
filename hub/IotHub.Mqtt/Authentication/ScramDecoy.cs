using System.Security.Cryptography;
using System.Text;

namespace IotHub.Mqtt.Authentication;

/// <summary>
/// Stands in for users that do not exist, so that the first answer of a server does not tell who does: the same name always gets the same
/// salt, as a real user would, and no password proves it.
/// </summary>
public sealed class ScramDecoy
{
    /// <summary>Fewest bytes of the secret.</summary>
    public const int SecretBytesMin = 16;

    private readonly byte[] _secret;
    private readonly int _iterations;

    /// <summary>A decoy.</summary>
    /// <param name="secret">At least 16 random bytes, kept across restarts: a salt that changed would give the decoy away.</param>
    /// <param name="iterations">What real credentials of the server have.</param>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public ScramDecoy(ReadOnlySpan<byte> secret, int iterations = ScramSha256.IterationsDefault)
    {
        if (secret.Length < SecretBytesMin)
        {
            throw new ArgumentException($"The secret has at least {SecretBytesMin} bytes; got {secret.Length}.", nameof(secret));
        }

        if (iterations is < ScramSha256.IterationsMin or > ScramSha256.IterationsMax)
        {
            throw new ArgumentOutOfRangeException(nameof(iterations), iterations, "4,096 to 1,000,000.");
        }

        _secret = secret.ToArray();
        _iterations = iterations;
    }

    /// <summary>The credential that nobody can prove, always the same for a name.</summary>
    public ScramCredential For(string userName) =>
        new(Derive("salt", userName).AsMemory(0, ScramSha256.SaltBytes), _iterations, Derive("stored key", userName), Derive("server key", userName));

    private byte[] Derive(string purpose, string userName) => HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{purpose}\0{userName}"));
}
