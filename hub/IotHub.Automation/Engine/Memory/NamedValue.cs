using System.Collections.Immutable;
using IotHub.Automation.Engine.Runs;

namespace IotHub.Automation.Engine.Memory;

/// <summary>A variable of a run.</summary>
/// <param name="Name">Its name, <c>trigger.value</c>.</param>
/// <param name="Value">Its value.</param>
public sealed record NamedValue(string Name, ValueMemory Value)
{
    internal static ImmutableArray<NamedValue> Of(RunValues values)
    {
        var named = ImmutableArray.CreateBuilder<NamedValue>(values.All.Length);
        foreach (var (name, value) in values.All)
        {
            named.Add(new NamedValue(name, ValueMemory.Of(value)));
        }

        return named.MoveToImmutable();
    }
}
