using System.Security.Cryptography;
using System.Text;

namespace IotHub.Mqtt.Authentication;

/// <summary>
/// The server's side of one SCRAM-SHA-256 exchange: <see cref="Receive"/> for each message of the client. Pure: it sends nothing and waits
/// for nothing. A user that does not exist is taken through the same steps and work as one with a wrong password.
/// </summary>
public sealed class ScramSha256Server
{
    private readonly Func<string, ScramCredential?> _find;
    private readonly ScramDecoy _decoy;
    private readonly string _nonce;
    private State _state = State.ClientFirst;
    private string _gs2Header = string.Empty;
    private string _firstBare = string.Empty;
    private string _serverFirst = string.Empty;
    private string _bothNonces = string.Empty;
    private string _claimedName = string.Empty;
    private ScramCredential? _credential;

    /// <summary>An exchange that has not begun.</summary>
    /// <param name="find">The credential of a user; null when there is no such user. Called once, by <see cref="Receive"/>.</param>
    /// <param name="decoy">Stands in for users that do not exist.</param>
    /// <param name="nonce">From <see cref="ScramSha256.CreateNonce"/>, new for each exchange.</param>
    /// <exception cref="ArgumentException">The nonce is out of bounds.</exception>
    public ScramSha256Server(Func<string, ScramCredential?> find, ScramDecoy decoy, string nonce)
    {
        _find = find;
        _decoy = decoy;
        _nonce = ScramSha256.CheckNonce(nonce);
    }

    private enum State
    {
        ClientFirst,
        ClientFinal,
        Complete,
        Refused,
    }

    /// <summary>Who has proved to be who; null until the exchange is complete, and when it was refused.</summary>
    public string? UserName => _state == State.Complete ? _claimedName : null;

    /// <summary>Takes the client's next message. Anything out of place ends the exchange; a message after its end is refused.</summary>
    public ScramStep Receive(ReadOnlySpan<byte> message)
    {
        var state = _state;
        _state = State.Refused;
        if (!ScramText.TryRead(message, out var text))
        {
            return ScramStep.Refuse("The client's message is too long or not text.", "invalid-encoding");
        }

        return state switch
        {
            State.ClientFirst => First(text),
            State.ClientFinal => Final(text),
            _ => ScramStep.Refuse("No message is expected.", "other-error"),
        };
    }

    private ScramStep First(string text)
    {
        // "y": the client could bind to the channel and believes that we cannot, which is true. "p": it insists.
        if (text.StartsWith("p=", StringComparison.Ordinal))
        {
            return ScramStep.Refuse("Channel binding is not supported.", "channel-binding-not-supported");
        }

        if (!text.StartsWith("n,", StringComparison.Ordinal) && !text.StartsWith("y,", StringComparison.Ordinal))
        {
            return ScramStep.Refuse("The first message does not begin with \"n,\" or \"y,\".", "other-error");
        }

        if (text.Length < 3 || text[2] != ',')
        {
            return ScramStep.Refuse("Acting for another user (authzid) is not supported.", "other-error");
        }

        _gs2Header = text[..3];
        _firstBare = text[3..];
        if (_firstBare.StartsWith("m=", StringComparison.Ordinal))
        {
            return ScramStep.Refuse("Mandatory extensions are not supported.", "extensions-not-supported");
        }

        ReadOnlySpan<char> rest = _firstBare;
        if (!ScramText.TryTake(ref rest, 'n', out var escapedName)
            || !ScramText.TryTake(ref rest, 'r', out var clientNonce)
            || !ScramText.IsOnlyExtensions(rest))
        {
            return ScramStep.Refuse("The first message is not user name and nonce in this order.", "other-error");
        }

        if (!ScramText.TryUnescape(escapedName, out var name) || name.Length > ScramSha256.UserNameLengthMax)
        {
            return ScramStep.Refuse("The user name is too long or wrongly escaped.", "invalid-username-encoding");
        }

        if (clientNonce.Length > ScramSha256.NonceLengthMax || !ScramText.IsNonce(clientNonce))
        {
            return ScramStep.Refuse($"The nonce is not 1 to {ScramSha256.NonceLengthMax} printable characters.", "other-error");
        }

        _claimedName = name;

        // Both are made, so that the time does not tell which one is used.
        var decoy = _decoy.For(name);
        _credential = _find(name) ?? decoy;
        _bothNonces = clientNonce + _nonce;
        _serverFirst = $"r={_bothNonces},s={Convert.ToBase64String(_credential.Salt.Span)},i={_credential.Iterations}";
        _state = State.ClientFinal;
        return ScramStep.Continue(_serverFirst);
    }

    private ScramStep Final(string text)
    {
        // "p" is the last attribute by the grammar, and what is signed ends before it.
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0 || !ScramText.TryBase64(text[(proofAt + 3)..], out var proof) || proof.Length != ScramSha256.KeyBytes)
        {
            return ScramStep.Refuse("The last message does not end with a proof.", "invalid-proof");
        }

        var withoutProof = text[..proofAt];
        ReadOnlySpan<char> rest = withoutProof;
        if (!ScramText.TryTake(ref rest, 'c', out var bindingText)
            || !ScramText.TryTake(ref rest, 'r', out var nonce)
            || !ScramText.IsOnlyExtensions(rest))
        {
            return ScramStep.Refuse("The last message is not channel binding, nonce and proof in this order.", "other-error");
        }

        // Repeats the header of the first message: who stood between and changed "y" to "n" is found out here.
        if (!ScramText.TryBase64(bindingText, out var binding) || !binding.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(_gs2Header)))
        {
            return ScramStep.Refuse("The channel binding is not that of the first message.", "channel-bindings-dont-match");
        }

        if (nonce != _bothNonces)
        {
            return ScramStep.Refuse("The nonce is not that of this exchange.", "other-error");
        }

        var credential = _credential!;
        var authMessage = $"{_firstBare},{_serverFirst},{withoutProof}";
        var clientKey = ScramSha256.Xor(proof, ScramSha256.Sign(credential.StoredKey.Span, authMessage));
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), credential.StoredKey.Span))
        {
            // One answer for a wrong password and for a user that does not exist.
            return ScramStep.Refuse("The proof is wrong.", "invalid-proof");
        }

        _state = State.Complete;
        return ScramStep.Complete($"v={Convert.ToBase64String(ScramSha256.Sign(credential.ServerKey.Span, authMessage))}");
    }
}
