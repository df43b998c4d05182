namespace IotHub.Automation.Engine;

/// <summary>Topic filters with their wildcards (MQTT 4.7).</summary>
internal static class TopicFilter
{
    /// <summary>True when a topic is one of the filter's. Wildcards at the beginning do not match topics that begin with <c>$</c> [MQTT-4.7.2-1].</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic.StartsWith("$") && (filter.StartsWith("+") || filter.StartsWith("#")))
        {
            return false;
        }

        while (true)
        {
            if (filter is "#")
            {
                return true;
            }

            var wantedEnd = filter.IndexOf('/');
            var givenEnd = topic.IndexOf('/');
            var wanted = wantedEnd < 0 ? filter : filter[..wantedEnd];
            var given = givenEnd < 0 ? topic : topic[..givenEnd];
            if (wanted is not "+" && !wanted.SequenceEqual(given))
            {
                return false;
            }

            if (wantedEnd < 0 || givenEnd < 0)
            {
                // "a/#" is also "a".
                return wantedEnd < 0 ? givenEnd < 0 : filter[(wantedEnd + 1)..] is "#";
            }

            filter = filter[(wantedEnd + 1)..];
            topic = topic[(givenEnd + 1)..];
        }
    }
}
