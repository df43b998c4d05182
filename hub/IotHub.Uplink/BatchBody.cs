namespace IotHub.Uplink;

/// <summary>Events side by side in one JSON array, their bytes as they are.</summary>
internal static class BatchBody
{
    /// <summary>Bytes of the array around bodies of so many bytes.</summary>
    public static int Length(int bodyBytes, int count) => bodyBytes + Math.Max(0, count - 1) + 2;

    /// <summary>The array.</summary>
    public static byte[] Join(IReadOnlyList<OutboxEvent> events, int start, int count)
    {
        var bytes = 0;
        for (var i = start; i < start + count; i++)
        {
            bytes += events[i].Body.Length;
        }

        var body = new byte[Length(bytes, count)];
        var at = 0;
        for (var i = start; i < start + count; i++)
        {
            body[at++] = i == start ? (byte)'[' : (byte)',';
            events[i].Body.Span.CopyTo(body.AsSpan(at));
            at += events[i].Body.Length;
        }

        body[at] = (byte)']';
        return body;
    }

    /// <summary>How many events from the start fit one array of so many bytes; at least one.</summary>
    public static int Fit(IReadOnlyList<OutboxEvent> events, int start, int bytesMax)
    {
        var bytes = events[start].Body.Length;
        var count = 1;
        while (start + count < events.Count && Length(bytes + events[start + count].Body.Length, count + 1) <= bytesMax)
        {
            bytes += events[start + count].Body.Length;
            count++;
        }

        return count;
    }
}
