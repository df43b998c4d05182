using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Compilation;

/// <summary>Turns what is asked of a value into a test, checked against the property's contract.</summary>
internal sealed class TestResolver(CompileContext context, ValueResolver values)
{
    /// <summary>The test of a trigger or condition.</summary>
    /// <param name="node">The object that holds the members.</param>
    /// <param name="equal">Name of the member for equality: <c>becomes</c> or <c>is</c>.</param>
    /// <param name="reference">The property.</param>
    public PropertyTest Test(JsonNodeAt node, string equal, PropertyReference reference)
    {
        var test = node.TryGet(equal, out var wanted) ? Equality(wanted, reference) : default;
        node.TryGet("above", out var aboveNode);
        node.TryGet("below", out var belowNode);
        var above = values.Bound(aboveNode, reference.Property, reference.Address, isAbove: true);
        var below = values.Bound(belowNode, reference.Property, reference.Address, isAbove: false);
        if (above >= below)
        {
            context.Faults.Error(aboveNode!, "value.never", $"No number is above {above} and below {below}.", "For outside a range, write two triggers, or \"any\" of two conditions.");
        }

        return test with { Above = above, Below = below, Hysteresis = node.Number("hysteresis") ?? 0 };
    }

    /// <summary>A value, any of several, or anything but some.</summary>
    public PropertyTest Equality(JsonNodeAt node, PropertyReference reference)
    {
        if (node.TryGet("not", out var not))
        {
            return new PropertyTest(default, null, null) { Not = Values(not, reference) };
        }

        return Values(node, reference) is [var first, .. var others]
            ? new PropertyTest(first, null, null) { Others = others }
            : default;
    }

    /// <summary>Says that the contract has no such property that can be watched.</summary>
    public bool IsObservable(PropertyReference reference, JsonNodeAt node)
    {
        if (!reference.Property.IsObservable)
        {
            context.Faults.Error(node, "property.not-observable", $"{reference} cannot be watched: the device never says its value.");
        }

        return reference.Property.IsObservable;
    }

    private ImmutableArray<PropertyValue> Values(JsonNodeAt node, PropertyReference reference)
    {
        var found = ImmutableArray.CreateBuilder<PropertyValue>();
        foreach (var item in WrittenValues.OneOrMore(node))
        {
            if (!item.IsConstant() || values.Resolve(item, reference.Property, reference.Address) is not { } value)
            {
                continue;
            }

            if (found.Contains(value))
            {
                context.Faults.Add(item.Fault(DiagnosticSeverity.Warning, $"{context.Faults.Kind}.value.twice", $"{item.Raw} is in the list twice."));
                continue;
            }

            found.Add(value);
        }

        return found.ToImmutable();
    }
}
