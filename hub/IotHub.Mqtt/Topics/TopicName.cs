using System.Buffers;
using System.Text;

namespace IotHub.Mqtt.Topics;

/// <summary>What a topic name may be (section 4.7): where a message goes, so without wildcards.</summary>
public static class TopicName
{
    private static readonly SearchValues<byte> Forbidden = SearchValues.Create(0, (byte)'+', (byte)'#');

    /// <summary>
    /// Whether these bytes are a topic name: at least one, UTF-8, no U+0000 nor another control character, no wildcard [MQTT-4.7.0-1]
    /// [MQTT-4.7.3-1] to [MQTT-4.7.3-3].
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8) =>
        utf8.Length is > 0 and <= MqttText.BytesMax && utf8.IndexOfAny(Forbidden) < 0 && System.Text.Unicode.Utf8.IsValid(utf8) && !MqttText.HasControl(utf8);

    /// <summary>Whether this text is a topic name.</summary>
    public static bool IsValid(string topic)
    {
        var count = Encoding.UTF8.GetByteCount(topic);
        if (count is 0 or > MqttText.BytesMax)
        {
            return false;
        }

        // A lone surrogate would be encoded as U+FFFD and so look valid.
        return !HasLoneSurrogate(topic) && IsValid(Encoding.UTF8.GetBytes(topic));
    }

    /// <summary>How many levels a topic or filter has: one more than its slashes.</summary>
    public static int CountLevels(ReadOnlySpan<byte> utf8) => utf8.Count((byte)'/') + 1;

    /// <summary>Whether the text has half a surrogate pair.</summary>
    internal static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
