using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Json;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>
/// What expressions of one automation may name beside properties. A variable may be given values of different types in different places, so only
/// what the engine gives has a type of its own; others show theirs when they are evaluated.
/// </summary>
internal sealed class VariableScope(CompileContext context) : IExpressionTypes
{
    private const string ArgumentPrefix = "trigger.arguments.";

    private readonly SortedDictionary<string, ExpressionType> _types = new(StringComparer.Ordinal)
    {
        ["trigger.id"] = ExpressionType.Text,
        ["trigger.device"] = ExpressionType.Text,
        ["trigger.value"] = ExpressionType.Any,
        ["trigger.before"] = ExpressionType.Any,
        ["trigger.payload"] = ExpressionType.Text,
        ["trigger.topic"] = ExpressionType.Text,
        ["trigger.person"] = ExpressionType.Text,
        ["run.number"] = ExpressionType.Number,
        ["wait.completed"] = ExpressionType.Boolean,
        ["wait.trigger"] = ExpressionType.Text,
        ["index"] = ExpressionType.Number,
    };

    private readonly HashSet<string> _results = new(StringComparer.Ordinal);

    public IHomeView Home => context.Home;

    public IEnumerable<string> Variables => _types.Keys;

    public IReadOnlyCollection<string>? People => context.Names.Persons;

    public IReadOnlyCollection<string>? Automations => context.Names.Automations;

    public bool TryGetVariable(string name, [NotNullWhen(true)] out ExpressionType? type)
    {
        if (_types.TryGetValue(name, out type))
        {
            return true;
        }

        // Arguments and results have the names that contracts give them: which there are shows only when it happens.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        type = name.StartsWith(ArgumentPrefix, StringComparison.Ordinal) || (dot > 0 && _results.Contains(name[..dot])) ? ExpressionType.Any : null;
        return type is not null;
    }

    /// <summary>Finds every variable that a document gives a value, wherever it does.</summary>
    public void Declare(JsonNodeAt node)
    {
        foreach (var member in node.Properties.Where(member => !member.IsDuplicate))
        {
            if (member.Name == "variables")
            {
                foreach (var variable in node.Members("variables"))
                {
                    _types.TryAdd(variable.Name, ExpressionType.Any);
                }
            }
            else if (member.Name == "out" && node.TextOf("call") is not null && member.Value.Text is { } results)
            {
                // Each result by its name, and whether the device confirmed.
                _types.TryAdd(results + ".done", ExpressionType.Boolean);
                _results.Add(results);
            }
            else if (member.Name == "forEach")
            {
                _types.TryAdd(node.TextOf("as") ?? "item", ExpressionType.Any);
            }

            Declare(member.Value);
        }

        foreach (var item in node.Items)
        {
            Declare(item);
        }
    }
}
