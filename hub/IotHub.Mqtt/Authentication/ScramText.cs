using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IotHub.Mqtt.Authentication;

/// <summary>The syntax of RFC 5802 section 7: attributes in a fixed order, each one letter, "=", and a value without commas.</summary>
internal static class ScramText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole message; false when it is too long, not UTF-8, or holds NUL.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out string text)
    {
        text = string.Empty;
        if (message.Length > ScramSha256.MessageBytesMax || message.Contains((byte)0))
        {
            return false;
        }

        try
        {
            text = s_strict.GetString(message);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Takes the attribute of a name from the front; false, taking nothing, when another or none stands there or it is empty.</summary>
    public static bool TryTake(ref ReadOnlySpan<char> rest, char name, out string value)
    {
        value = string.Empty;
        if (rest.Length < 3 || rest[0] != name || rest[1] != '=')
        {
            return false;
        }

        var comma = rest.IndexOf(',');
        if (comma < 0)
        {
            value = rest[2..].ToString();
            rest = [];
            return true;
        }

        // A comma must be followed by something, or the message was cut.
        if (comma == 2 || comma == rest.Length - 1)
        {
            return false;
        }

        value = rest[2..comma].ToString();
        rest = rest[(comma + 1)..];
        return true;
    }

    /// <summary>
    /// True when nothing is left, or only optional extensions, which are passed over. "m=" never is: it marks what must be understood.
    /// </summary>
    public static bool IsOnlyExtensions(ReadOnlySpan<char> rest)
    {
        while (!rest.IsEmpty)
        {
            if (!char.IsAsciiLetter(rest[0]) || rest[0] == 'm' || !TryTake(ref rest, rest[0], out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Printable ASCII without a comma.</summary>
    public static bool IsNonce(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character is < '!' or > '~' or ',')
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    public static string Escape(string name) => name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    /// <summary>Undoes <see cref="Escape"/>; false for an "=" that begins neither "=2C" nor "=3D".</summary>
    public static bool TryUnescape(string text, out string name)
    {
        name = string.Empty;
        for (var at = text.IndexOf('=', StringComparison.Ordinal); at >= 0; at = text.IndexOf('=', at + 1))
        {
            if (text.AsSpan(at + 1) is not (['2', 'C', ..] or ['3', 'D', ..]))
            {
                return false;
            }
        }

        name = text.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        return true;
    }

    /// <summary>Reads canonical base64 without white space.</summary>
    public static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64.IsValid(text) || text.AsSpan().ContainsAny(" \t\r\n"))
        {
            return false;
        }

        bytes = Convert.FromBase64String(text);
        return Convert.ToBase64String(bytes) == text;
    }

    /// <summary>Reads an iteration count: digits without sign or leading zero, within the bounds.</summary>
    public static bool TryIterations(string text, out int iterations) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out iterations)
        && text[0] != '0'
        && iterations is >= ScramSha256.IterationsMin and <= ScramSha256.IterationsMax;
}
