using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Compilation;

/// <summary>Turns written arguments into those of an event or action.</summary>
internal sealed class ArgumentResolver(CompileContext context, ValueResolver values, ExpressionResolver expressions)
{
    /// <summary>The arguments in the contract's order; what does not fit is left out, which is said.</summary>
    /// <param name="given">As written.</param>
    /// <param name="wanted">Those of the contract.</param>
    /// <param name="owner">Whose, for messages.</param>
    /// <param name="whole">Where to say that some are missing; null where none need to be there.</param>
    /// <param name="computed">Takes those that are worked out later; null where all must be constant.</param>
    public ImmutableArray<PropertyReading> Resolve(
        ImmutableArray<JsonMemberAt> given, ImmutableArray<ContractProperty> wanted, string owner, JsonNodeAt? whole, ImmutableArray<ComputedValue>.Builder? computed)
    {
        var found = new Dictionary<ContractProperty, PropertyValue>(ReferenceEqualityComparer.Instance);
        var missing = wanted.ToList();
        foreach (var member in given.Where(member => !member.IsDuplicate))
        {
            // An argument is a property of the same service: its own name is enough, its whole address is allowed.
            var property = wanted.FirstOrDefault(argument => member.Name == argument.Key || member.Name == NameOf(argument));
            if (property is null)
            {
                context.Faults.AtName(member, DiagnosticSeverity.Error, "argument.unknown", $"{owner} has no argument \"{member.Name}\"{Known(wanted)}.", NearestName.Suggest(member.Name, wanted.Select(NameOf)));
            }
            else if (!missing.Remove(property))
            {
                context.Faults.AtName(member, DiagnosticSeverity.Error, "member.duplicate", $"\"{member.Name}\" is written twice.", "Remove one of the two.");
            }
            else if (member.Value.Computed() is { } expression)
            {
                Add(computed, member, property, expression);
            }
            else if (member.Value.IsConstant() && values.Resolve(member.Value, property, member.Name) is { } value)
            {
                found[property] = value;
            }
        }

        if (whole is not null && missing.Count > 0)
        {
            context.Faults.Error(whole, "argument.missing", $"{owner} needs {string.Join(", ", missing.Select(argument => $"\"{NameOf(argument)}\""))} in \"in\".");
        }

        return [.. wanted.Where(found.ContainsKey).Select(argument => new PropertyReading(argument, found[argument]))];
    }

    /// <summary>The name of an argument within its service.</summary>
    public static string NameOf(ContractProperty argument) => argument.Key[(argument.Key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Known(ImmutableArray<ContractProperty> wanted) => wanted.IsEmpty ? "; it has none" : $"; it has {string.Join(", ", wanted.Select(NameOf))}";

    private void Add(ImmutableArray<ComputedValue>.Builder? computed, JsonMemberAt member, ContractProperty property, JsonNodeAt expression)
    {
        if (computed is null)
        {
            context.Faults.Error(member.Value, "value.computed", $"\"{member.Name}\" must be a constant here.", $"Compare it in a condition: \"trigger.arguments.{member.Name} = …\".");
        }
        else if (expressions.Value(expression, property) is { } value)
        {
            computed.Add(new ComputedValue(property, value));
        }
    }
}
