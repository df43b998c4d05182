using System.Collections.Immutable;
using IotHub.Devices;

namespace IotHub.Automation.Engine.Memory;

/// <summary>A run that goes on.</summary>
/// <param name="Number">From 1 within the automation.</param>
/// <param name="Trigger">Id of the trigger that set it going.</param>
/// <param name="Cause">The cause of all that it does.</param>
/// <param name="StrandCount">How many strands it has begun.</param>
/// <param name="Values">Its variables.</param>
/// <param name="Strands">Those that are not over, in the order of their beginning; at least one.</param>
public sealed record RunMemory(
    long Number, string Trigger, Cause Cause, int StrandCount, ImmutableArray<NamedValue> Values, ImmutableArray<StrandMemory> Strands)
{
    /// <summary>How many of its steps have left a trace, or would have, had they not been too many.</summary>
    public int StepsTraced { get; init; }
}
