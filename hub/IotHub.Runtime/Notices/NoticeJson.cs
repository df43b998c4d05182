using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Automation.Actions;

namespace IotHub.Runtime.Notices;

/// <summary>A notice as JSON, the same wherever it leaves the hub: <c>at</c>, <c>to</c>, <c>title</c>, <c>message</c>, <c>urgency</c>, <c>automation</c>.</summary>
public static class NoticeJson
{
    /// <summary>Text as it is read: every language as itself.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object.</summary>
    public static JsonObject Compose(DateTimeOffset at, IEnumerable<string> to, string title, string message, Urgency urgency, string automation) => new()
    {
        ["at"] = at.ToUniversalTime(),
        ["to"] = new JsonArray([.. to.Select(person => (JsonNode)person)]),
        ["title"] = title,
        ["message"] = message,
        ["urgency"] = Word(urgency),
        ["automation"] = automation.Length == 0 ? null : automation,
    };

    /// <summary>The object's text.</summary>
    public static string Write(HubOutput.Notified told) => Compose(told.At, told.To, told.Title, told.Message, told.Urgency, told.Automation).ToJsonString(Readable);

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>.</summary>
    public static string Word(Urgency urgency) => JsonNamingPolicy.CamelCase.ConvertName(urgency.ToString());
}
