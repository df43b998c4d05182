using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>One device-to-cloud message: its topic, with the properties in it, and its body.</summary>
/// <param name="First">Index of the first event that it carries.</param>
/// <param name="Count">How many.</param>
/// <param name="Topic">Topic with the property bag.</param>
/// <param name="Body">Body.</param>
/// <param name="Bytes">What the service counts: body, values of system properties, names and values of the others.</param>
internal sealed record TelemetryMessage(int First, int Count, string Topic, ReadOnlyMemory<byte> Body, int Bytes)
{
    // The service routes by what stands in a body of this type, and of no other.
    private const string ContentType = "application/json";
    private const string ContentEncoding = "utf-8";

    /// <summary>Puts events into messages.</summary>
    public static List<TelemetryMessage> Compose(string root, IReadOnlyList<OutboxEvent> events, UplinkMode mode, int bodyBytesMax)
    {
        var messages = new List<TelemetryMessage>();
        for (var start = 0; start < events.Count;)
        {
            var count = mode == UplinkMode.Batch ? BatchBody.Fit(events, start, bodyBytesMax) : 1;
            messages.Add(mode == UplinkMode.Batch ? Batch(root, events, start, count) : Single(root, events, start));
            start += count;
        }

        return messages;
    }

    private static TelemetryMessage Batch(string root, IReadOnlyList<OutboxEvent> events, int start, int count) => Make(
        root,
        start,
        count,
        BatchBody.Join(events, start, count),
        [("mid", MessageId(events, start, count)), ("ct", ContentType), ("ce", ContentEncoding)],
        [("ce-batch", "1"), ("n", count.ToString(CultureInfo.InvariantCulture)), ("profile", UplinkLimits.Profile)]);

    private static TelemetryMessage Single(string root, IReadOnlyList<OutboxEvent> events, int start) => Make(
        root,
        start,
        1,
        events[start].Body,
        [("mid", MessageId(events, start, 1)), ("ct", ContentType), ("ce", ContentEncoding)],
        [("type", events[start].Type), ("profile", UplinkLimits.Profile)]);

    private static TelemetryMessage Make(
        string root, int first, int count, ReadOnlyMemory<byte> body, ReadOnlySpan<(string Key, string Value)> system, ReadOnlySpan<(string Key, string Value)> application)
    {
        var bytes = body.Length;
        var topic = new StringBuilder(root).Append("/messages/events/");
        foreach (var (key, value) in system)
        {
            bytes += Encoding.UTF8.GetByteCount(value);
            Append(topic, "$." + key, value);
        }

        foreach (var (key, value) in application)
        {
            bytes += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
            Append(topic, key, value);
        }

        return new TelemetryMessage(first, count, topic.ToString(), body, bytes);
    }

    private static void Append(StringBuilder topic, string key, string value) =>
        topic.Append(topic[^1] == '/' ? "" : "&").Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(value));

    /// <summary>The same for the same events, however often they are sent: a receiver tells repeats of a message by it, repeats of an event by its id.</summary>
    private static string MessageId(IReadOnlyList<OutboxEvent> events, int start, int count)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = start; i < start + count; i++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{events[i].Source}\n{events[i].Id}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
