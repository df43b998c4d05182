using System.Security.Cryptography;
using System.Text;

namespace IotHub.Mqtt.Authentication;

/// <summary>
/// The client's side of one SCRAM-SHA-256 exchange: <see cref="Start"/>, then <see cref="Receive"/> for each message of the server. Pure: it
/// sends nothing and waits for nothing. A server is trusted only when the exchange is complete, since only then has it proved itself.
/// </summary>
public sealed class ScramSha256Client
{
    private const string Gs2Header = "n,,";

    private readonly string _password;
    private readonly string _nonce;
    private readonly string _firstBare;
    private byte[] _serverSignature = [];
    private State _state = State.Start;

    /// <summary>An exchange that has not begun.</summary>
    /// <param name="userName">1 to 256 characters without NUL.</param>
    /// <param name="password">Taken exactly as written; not empty.</param>
    /// <param name="nonce">From <see cref="ScramSha256.CreateNonce"/>, new for each exchange.</param>
    /// <exception cref="ArgumentException">A value is out of bounds.</exception>
    public ScramSha256Client(string userName, string password, string nonce)
    {
        if (userName.Length is 0 or > ScramSha256.UserNameLengthMax || userName.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"A user name has 1 to {ScramSha256.UserNameLengthMax} characters without NUL.", nameof(userName));
        }

        ArgumentException.ThrowIfNullOrEmpty(password);
        _password = password;
        _nonce = ScramSha256.CheckNonce(nonce);
        _firstBare = $"n={ScramText.Escape(userName)},r={nonce}";
    }

    private enum State
    {
        Start,
        ServerFirst,
        ServerFinal,
        Ended,
    }

    /// <summary>The message that begins the exchange (client-first-message).</summary>
    /// <exception cref="InvalidOperationException">It has begun already.</exception>
    public ReadOnlyMemory<byte> Start()
    {
        if (_state != State.Start)
        {
            throw new InvalidOperationException("An exchange begins once.");
        }

        _state = State.ServerFirst;
        return Encoding.UTF8.GetBytes(Gs2Header + _firstBare);
    }

    /// <summary>Takes the server's next message. Anything out of place ends the exchange.</summary>
    public ScramStep Receive(ReadOnlySpan<byte> message)
    {
        var state = _state;
        _state = State.Ended;
        if (!ScramText.TryRead(message, out var text))
        {
            return ScramStep.Refuse("The server's message is too long or not text.");
        }

        return state switch
        {
            State.ServerFirst => First(text),
            State.ServerFinal => Final(text),
            _ => ScramStep.Refuse("No message is expected."),
        };
    }

    private ScramStep First(string text)
    {
        ReadOnlySpan<char> rest = text;
        if (!ScramText.TryTake(ref rest, 'r', out var nonce)
            || !ScramText.TryTake(ref rest, 's', out var saltText)
            || !ScramText.TryTake(ref rest, 'i', out var iterationsText)
            || !ScramText.IsOnlyExtensions(rest))
        {
            return ScramStep.Refuse("The server's first message is not nonce, salt and iterations in this order.");
        }

        // The server must answer this exchange and add chance of its own (RFC 5802 section 5.1, "r").
        if (!nonce.StartsWith(_nonce, StringComparison.Ordinal)
            || nonce.Length == _nonce.Length
            || nonce.Length > 2 * ScramSha256.NonceLengthMax
            || !ScramText.IsNonce(nonce))
        {
            return ScramStep.Refuse("The server's nonce does not continue ours.");
        }

        if (!ScramText.TryBase64(saltText, out var salt) || salt.Length is < ScramSha256.SaltBytesMin or > ScramSha256.SaltBytesMax)
        {
            return ScramStep.Refuse($"The server's salt is not {ScramSha256.SaltBytesMin} to {ScramSha256.SaltBytesMax} bytes of base64.");
        }

        if (!ScramText.TryIterations(iterationsText, out var iterations))
        {
            return ScramStep.Refuse($"The server's iterations are not {ScramSha256.IterationsMin} to {ScramSha256.IterationsMax}.");
        }

        return Prove(text, nonce, salt, iterations);
    }

    private ScramStep Prove(string serverFirst, string nonce, byte[] salt, int iterations)
    {
        var salted = ScramSha256.SaltedPassword(_password, salt, iterations);
        var clientKey = ScramSha256.ClientKey(salted);
        var withoutProof = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(Gs2Header))},r={nonce}";
        var authMessage = $"{_firstBare},{serverFirst},{withoutProof}";
        var proof = ScramSha256.Xor(clientKey, ScramSha256.Sign(SHA256.HashData(clientKey), authMessage));
        _serverSignature = ScramSha256.Sign(ScramSha256.ServerKey(salted), authMessage);
        CryptographicOperations.ZeroMemory(salted);
        CryptographicOperations.ZeroMemory(clientKey);
        _state = State.ServerFinal;
        return ScramStep.Continue($"{withoutProof},p={Convert.ToBase64String(proof)}");
    }

    private ScramStep Final(string text)
    {
        ReadOnlySpan<char> rest = text;
        if (ScramText.TryTake(ref rest, 'e', out _))
        {
            return ScramStep.Refuse("The server refused the user or the password.");
        }

        if (!ScramText.TryTake(ref rest, 'v', out var verifier)
            || !ScramText.IsOnlyExtensions(rest)
            || !ScramText.TryBase64(verifier, out var signature))
        {
            return ScramStep.Refuse("The server's last message is not its signature.");
        }

        return CryptographicOperations.FixedTimeEquals(signature, _serverSignature)
            ? ScramStep.Complete(null)
            : ScramStep.Refuse("The server does not know the password: its signature is wrong.");
    }
}
