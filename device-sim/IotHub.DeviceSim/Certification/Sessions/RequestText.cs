using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>Writes requests, also ones that no hub would send.</summary>
internal static class RequestText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON of a value.</summary>
    public static string Raw(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(32);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string Quote(string text) => Raw(PropertyValue.FromText(text));

    /// <summary><c>{"a.b":1,…}</c> of addresses and JSON texts.</summary>
    public static string Map(IEnumerable<(string Key, string Raw)> members) =>
        $"{{{string.Join(',', members.Select(member => $"{Quote(member.Key)}:{member.Raw}"))}}}";

    public static string Set(IEnumerable<(string Key, string Raw)> members) => $"\"set\":{Map(members)}";

    public static string Get(IEnumerable<string> keys) => $"\"get\":[{string.Join(',', keys.Select(Quote))}]";

    public static string Call(string action, IEnumerable<(string Key, string Raw)>? arguments) =>
        arguments is null ? $"\"call\":{Quote(action)}" : $"\"call\":{Quote(action)},\"in\":{Map(arguments)}";

    /// <summary>A whole request of an id and further members.</summary>
    public static string Request(string id, string members) => $"{{\"id\":{Quote(id)}{(members.Length == 0 ? "" : ",")}{members}}}";
}
