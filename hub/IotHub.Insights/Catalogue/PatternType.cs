using System.Text.Json.Nodes;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Catalogue;

/// <summary>Text of a certain shape.</summary>
/// <param name="code">Code of the fault.</param>
/// <param name="what">The shape in words, with an example.</param>
/// <param name="pattern">The same as a regular expression, for the schema.</param>
/// <param name="isRight">The same as a test.</param>
/// <param name="lengthMax">Characters at most.</param>
internal sealed class PatternType(string code, string what, string pattern, Func<string, bool> isRight, int lengthMax) : FormType
{
    /// <summary>What to write instead; null for no guess.</summary>
    public Func<string, string?>? Guess { get; init; }

    public override void Check(JsonNodeAt node, string name, FormCheck check)
    {
        if (node.Text is not { } text || text.Length > lengthMax || !isRight(text))
        {
            check.Faults.Error(node, code, $"\"{name}\" is {what}; found {node.Describe()}.", node.Text is { } written ? Guess?.Invoke(written) : null);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["pattern"] = pattern, ["maxLength"] = lengthMax };
}
