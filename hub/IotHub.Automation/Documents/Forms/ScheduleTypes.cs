using System.Text.Json.Nodes;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>Text with a small language of its own about time: a date, a cron expression, an event of the sun.</summary>
/// <param name="name">Its name in the schema.</param>
/// <param name="meaning">What it is, for an editor.</param>
/// <param name="pattern">A pattern that all good ones match; null where there is none.</param>
/// <param name="examples">Some of them.</param>
internal sealed class ScheduleTextType(string name, string meaning, string? pattern, params string[] examples) : FormType
{
    /// <summary>Says what is wrong with the text; null for nothing.</summary>
    public Func<string, Schedules.TextFault?> Fault { get; init; } = _ => null;

    public override void Check(JsonNodeAt node, string member, FormCheck check)
    {
        if (node.Text is not { } text)
        {
            check.Faults.Error(node, "type", $"\"{member}\" must be text, found {node.Describe()}.");
        }
        else if (Fault(text) is { } fault)
        {
            check.Faults.Error(node, member, fault.Message, fault.Suggestion);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(definitions.Refer(name, () =>
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        schema["description"] = meaning;
        schema["examples"] = new JsonArray([.. examples.Select(example => JsonValue.Create(example))]);
        return schema;
    }));
}
