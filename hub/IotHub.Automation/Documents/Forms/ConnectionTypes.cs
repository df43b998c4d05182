using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>An MQTT topic, or a filter with wildcards (MQTT 5.0, 4.7).</summary>
internal sealed class TopicType(bool isFilter) : FormType
{
    /// <summary>What is wrong with a topic, in words; null for nothing.</summary>
    public static string? Fault(string text, bool isFilter)
    {
        if (text.Length is 0 or > AutomationLimits.TopicLengthMax || text.Contains('\0', StringComparison.Ordinal))
        {
            return $"is 1 to {AutomationLimits.TopicLengthMax} characters";
        }

        var levels = text.Split('/');
        for (var index = 0; index < levels.Length; index++)
        {
            var isWildcard = levels[index].Contains('#', StringComparison.Ordinal) || levels[index].Contains('+', StringComparison.Ordinal);
            if (isWildcard && !isFilter)
            {
                return "is one topic, without + and #";
            }

            if (isWildcard && levels[index] is not ("+" or "#"))
            {
                return "has + and # only as whole levels, as in \"house/+/power\"";
            }

            if (levels[index] == "#" && index < levels.Length - 1)
            {
                return "has # only at its end";
            }
        }

        return null;
    }

    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be text, found {node.Describe()}.");
        }
        else if (Fault(text, isFilter) is { } fault)
        {
            check.Faults.Error(node, "topic", $"\"{name}\" {fault}; found {node.Describe()}.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Refer(isFilter ? "topicFilter" : "topic", () => new JsonObject
    {
        ["type"] = "string",
        ["minLength"] = 1,
        ["maxLength"] = AutomationLimits.TopicLengthMax,
        ["examples"] = new JsonArray("zigbee2mqtt/garage/door"),
    });
}

/// <summary>The secret part of a web hook's address.</summary>
internal sealed class HookType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text || text.Length is < AutomationLimits.HookLengthMin or > AutomationLimits.IdLengthMax || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            check.Faults.Error(node, "webhook", $"\"{name}\" is {AutomationLimits.HookLengthMin} to {AutomationLimits.IdLengthMax} letters, digits and hyphens, hard to guess; found {node.Describe()}.");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(new JsonObject { ["type"] = "string", ["pattern"] = $"^[A-Za-z0-9-]{{{AutomationLimits.HookLengthMin},{AutomationLimits.IdLengthMax}}}$" });
}
