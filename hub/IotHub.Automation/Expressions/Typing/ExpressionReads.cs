using System.Collections.Immutable;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>What an expression reads, so that it is known when its value may have changed.</summary>
public sealed record ExpressionReads
{
    /// <summary>Properties, each once, in the order in which they are written.</summary>
    public required ImmutableArray<PropertyReference> References { get; init; }

    /// <summary>Properties over several devices, each selection once.</summary>
    public required ImmutableArray<PropertySelection> Selections { get; init; }

    /// <summary>Devices whose availability is asked for, by name, each once.</summary>
    public required ImmutableArray<string> Devices { get; init; }

    /// <summary>Variables by name, each once.</summary>
    public required ImmutableArray<string> Variables { get; init; }

    /// <summary>Automations whose state is asked for, by id, each once.</summary>
    public required ImmutableArray<string> Automations { get; init; }

    /// <summary>True when it is asked who is at home.</summary>
    public required bool UsesPresence { get; init; }

    /// <summary>True when the value can change without any report.</summary>
    public required bool UsesTime { get; init; }

    /// <summary>What a tree reads.</summary>
    public static ExpressionReads Of(TypedExpression tree)
    {
        var parts = new List<TypedExpression>();
        Collect(tree, parts);
        var calls = parts.OfType<TypedExpression.Call>().ToList();
        return new ExpressionReads
        {
            References = [.. parts.OfType<TypedExpression.Property>().Select(property => property.Reference).DistinctBy(reference => reference.Address)],
            Selections = [.. parts.OfType<TypedExpression.Selection>().Select(selection => selection.Selected).Distinct()],
            Devices = Named(calls, ExpressionFunction.Online),
            Variables = [.. parts.OfType<TypedExpression.Variable>().Select(variable => variable.Name).Distinct(StringComparer.Ordinal)],
            Automations = Named(calls, ExpressionFunction.State),
            UsesPresence = calls.Exists(call => call.Function is ExpressionFunction.IsHome or ExpressionFunction.PeopleHome),
            UsesTime = calls.Exists(call => FunctionTable.Of(call.Function).UsesTime),
        };
    }

    private static ImmutableArray<string> Named(IEnumerable<TypedExpression.Call> calls, ExpressionFunction function) =>
        [.. calls.Where(call => call.Function == function).Select(call => ((TypedExpression.Constant)call.Arguments[0]).Value.AsText).Distinct(StringComparer.Ordinal)];

    private static void Collect(TypedExpression part, List<TypedExpression> parts)
    {
        parts.Add(part);
        foreach (var inner in part.Parts)
        {
            Collect(inner, parts);
        }
    }
}
