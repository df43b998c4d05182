using System.Text;

namespace IotHub.Mqtt.Topics;

/// <summary>What a topic filter may be and what it matches (section 4.7). The broker routes by a trie; <see cref="Matches(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> is the plain rule it must agree with.</summary>
public static class TopicFilter
{
    private static ReadOnlySpan<byte> SharePrefix => "$share/"u8;

    /// <summary>
    /// Whether these bytes are a topic filter: at least one, UTF-8, no U+0000 nor another control character, <c>#</c> alone in the last level, <c>+</c> alone in its level;
    /// a shared one has a name without wildcards and a filter after it [MQTT-4.7.1-1] [MQTT-4.7.1-2] [MQTT-4.8.2-1] [MQTT-4.8.2-2].
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MqttText.BytesMax || !MqttText.IsValid(utf8) || MqttText.HasControl(utf8))
        {
            return false;
        }

        if (IsShared(utf8))
        {
            return TrySplitShared(utf8, out _, out var inner) && WildcardsStandAlone(inner);
        }

        return WildcardsStandAlone(utf8);
    }

    /// <summary>Whether this text is a topic filter.</summary>
    public static bool IsValid(string filter) =>
        filter.Length is > 0 and <= MqttText.BytesMax && !TopicName.HasLoneSurrogate(filter) && IsValid(Encoding.UTF8.GetBytes(filter));

    /// <summary>Whether the filter asks for a shared subscription (section 4.8.2).</summary>
    public static bool IsShared(ReadOnlySpan<byte> utf8) => utf8.StartsWith(SharePrefix);

    /// <summary>Whether the filter has a wildcard.</summary>
    public static bool HasWildcard(ReadOnlySpan<byte> utf8) => utf8.ContainsAny((byte)'+', (byte)'#');

    /// <summary>Splits <c>$share/name/filter</c>.</summary>
    /// <returns>False when it is not shared, the name is empty or has a wildcard, or nothing follows.</returns>
    public static bool TrySplitShared(ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> shareName, out ReadOnlySpan<byte> filter)
    {
        shareName = default;
        filter = default;
        if (!IsShared(utf8))
        {
            return false;
        }

        var rest = utf8[SharePrefix.Length..];
        var slash = rest.IndexOf((byte)'/');
        if (slash <= 0 || HasWildcard(rest[..slash]) || slash + 1 == rest.Length)
        {
            return false;
        }

        shareName = rest[..slash];
        filter = rest[(slash + 1)..];
        return true;
    }

    /// <summary>
    /// Whether a filter matches a topic name, both valid. Level by level; <c>+</c> is any one level, a last <c>#</c> is the parent and
    /// all below; a wildcard in the first level never matches a topic that begins with <c>$</c> [MQTT-4.7.2-1]. No normalisation [MQTT-4.7.3-4].
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> topic)
    {
        if (topic.Length > 0 && topic[0] == (byte)'$' && filter.Length > 0 && filter[0] is (byte)'+' or (byte)'#')
        {
            return false;
        }

        while (true)
        {
            var filterLevel = NextLevel(ref filter, out var filterEnds);
            if (filterLevel.SequenceEqual("#"u8))
            {
                return true;
            }

            var topicLevel = NextLevel(ref topic, out var topicEnds);
            if (!filterLevel.SequenceEqual("+"u8) && !filterLevel.SequenceEqual(topicLevel))
            {
                return false;
            }

            if (topicEnds)
            {
                // "a/#" also matches its parent "a".
                return filterEnds || filter.SequenceEqual("#"u8);
            }

            if (filterEnds)
            {
                return false;
            }
        }
    }

    /// <summary>Whether a filter matches a topic name, both valid.</summary>
    public static bool Matches(string filter, string topic) => Matches(Encoding.UTF8.GetBytes(filter), Encoding.UTF8.GetBytes(topic));

    private static ReadOnlySpan<byte> NextLevel(ref ReadOnlySpan<byte> rest, out bool ends)
    {
        var slash = rest.IndexOf((byte)'/');
        ends = slash < 0;
        var level = ends ? rest : rest[..slash];
        rest = ends ? default : rest[(slash + 1)..];
        return level;
    }

    private static bool WildcardsStandAlone(ReadOnlySpan<byte> filter)
    {
        for (var i = 0; i < filter.Length; i++)
        {
            if (filter[i] is not ((byte)'+' or (byte)'#'))
            {
                continue;
            }

            var startsLevel = i == 0 || filter[i - 1] == (byte)'/';
            var endsFilter = i + 1 == filter.Length;
            var endsLevel = endsFilter || (filter[i] == (byte)'+' && filter[i + 1] == (byte)'/');
            if (!startsLevel || !endsLevel)
            {
                return false;
            }
        }

        return true;
    }
}
