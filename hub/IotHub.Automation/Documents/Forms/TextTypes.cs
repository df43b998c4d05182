using System.Text.Json.Nodes;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>The name of a variable.</summary>
internal sealed class VariableNameType : FormType
{
    // Names that the engine gives values to.
    private static readonly string[] Reserved = ["trigger", "run", "wait", "index", "true", "false", "not", "and", "or", "in"];

    public static bool IsName(string name) => name.Length is > 0 and <= AutomationLimits.IdLengthMax && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !Reserved.Contains(name);

    public static string Message(string name) => Reserved.Contains(name)
        ? $"\"{name}\" is a word of the language; a variable needs another name."
        : $"The name of a variable is a letter or _, then letters, digits and _; found \"{JsonCut(name)}\".";

    public static string? Guess(string name)
    {
        var guess = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return guess.Length <= AutomationLimits.IdLengthMax && IsName(guess) ? $"Did you mean \"{guess}\"?" : null;
    }

    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be the name of a variable, found {node.Describe()}.");
        }
        else if (!IsName(text))
        {
            check.Faults.Error(node, "variable.name", Message(text), Guess(text));
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z_][A-Za-z0-9_]*$", ["maxLength"] = AutomationLimits.IdLengthMax });

    private static string JsonCut(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}

/// <summary>An address of the web.</summary>
internal sealed class UrlType : FormType
{
    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text)
        {
            check.Faults.Error(node, "type", $"\"{name}\" must be text, found {node.Describe()}.");
        }
        else if (text.Length > AutomationLimits.UrlLengthMax)
        {
            check.Faults.Error(node, "limit", $"\"{name}\" has {text.Length} characters; at most {AutomationLimits.UrlLengthMax} are allowed.");
        }
        else if (!text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            check.Faults.Error(node, "url", $"\"{name}\" begins with http:// or https://, found {node.Describe()}.", text.Contains("://", StringComparison.Ordinal) ? null : $"Did you mean \"https://{text}\"?");
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.OrInput(new JsonObject { ["type"] = "string", ["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://", ["maxLength"] = AutomationLimits.UrlLengthMax });
}
