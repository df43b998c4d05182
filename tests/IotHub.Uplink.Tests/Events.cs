using System.Text;
using System.Text.Json;
using IotHub.Testing;

namespace IotHub.Uplink.Tests;

/// <summary>Events to send.</summary>
internal static class Events
{
    public const string Source = "urn:mihub:test";

    extension(ReceivedRequest request)
    {
        /// <summary>Ids of the events that came.</summary>
        public IEnumerable<string> Ids => IdsOf(request.Body);
    }

    public static OutboxEvent One(int number, int padding = 0)
    {
        var id = $"id-{number:d4}";
        var body = $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"{{{Source}}}","type":"com.mihub.test.v1","data":{"n":{{{number}}},"pad":"{{{new string('x', padding)}}}"}}""";
        return new OutboxEvent(number, id, Source, "com.mihub.test.v1", Encoding.UTF8.GetBytes(body));
    }

    public static IReadOnlyList<OutboxEvent> Some(int first, int count, int padding = 0) => [.. Enumerable.Range(first, count).Select(number => One(number, padding))];

    /// <summary>The ids in a batch, in order.</summary>
    public static IEnumerable<string> IdsOf(ReadOnlySpan<byte> batch)
    {
        var document = JsonSerializer.Deserialize<JsonElement>(batch);
        return document.ValueKind == JsonValueKind.Array
            ? [.. document.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)]
            : [document.GetProperty("id").GetString()!];
    }
}
