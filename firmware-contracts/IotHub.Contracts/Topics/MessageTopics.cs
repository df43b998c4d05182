namespace IotHub.Contracts.Topics;

/// <summary>Topics that are no device's, for automations that listen and speak on them.</summary>
public static class MessageTopics
{
    /// <summary>True for topics that are the devices', the hub's or the broker's own: an automation must not speak for them.</summary>
    /// <param name="topic">A topic name.</param>
    public static bool IsReserved(string topic) => topic.StartsWith('$')
        || topic.StartsWith("devices/", StringComparison.Ordinal) || topic.StartsWith("hub/", StringComparison.Ordinal);

    /// <summary>True when a topic is one of the filter's (MQTT 4.7). Wildcards at the beginning do not match topics that begin with <c>$</c> [MQTT-4.7.2-1].</summary>
    /// <param name="filter">A topic filter.</param>
    /// <param name="topic">A topic name.</param>
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
