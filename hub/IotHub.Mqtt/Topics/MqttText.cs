using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace IotHub.Mqtt.Topics;

/// <summary>What a UTF-8 encoded string of the protocol may hold (section 1.5.4).</summary>
public static class MqttText
{
    /// <summary>Most bytes a string may have: its length is two bytes.</summary>
    public const int BytesMax = 65_535;

    /// <summary>Controls of ASCII, which hide in logs and on pages.</summary>
    private static readonly SearchValues<byte> AsciiControls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), 0x7F]);

    /// <summary>
    /// Whether text of the protocol that names something (a topic, a client, a user) has a control character or a code point that is no
    /// character. It should have none, and who receives one may refuse it (section 1.5.4).
    /// </summary>
    /// <param name="utf8">Well-formed UTF-8.</param>
    public static bool HasControl(ReadOnlySpan<byte> utf8) =>
        utf8.IndexOfAny(AsciiControls) >= 0 || (utf8.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0 && HasOtherControl(utf8));

    private static bool HasOtherControl(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            if (rune.Value is (>= 0x80 and <= 0x9F) or (>= 0xFDD0 and <= 0xFDEF) || (rune.Value & 0xFFFE) == 0xFFFE)
            {
                return true;
            }

            utf8 = utf8[length..];
        }

        return false;
    }

    /// <summary>Well-formed UTF-8 (no surrogates, nothing overlong) without U+0000 [MQTT-1.5.4-1] [MQTT-1.5.4-2].</summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8) => !utf8.Contains((byte)0) && Utf8.IsValid(utf8);
}
