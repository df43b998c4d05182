using System.Collections.Immutable;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Homes;

/// <summary>Something that happens at a device each day.</summary>
/// <param name="At">Time of day in the home's zone.</param>
/// <param name="Jitter">It happens up to this much later, drawn anew each day.</param>
/// <param name="Did">At which device.</param>
/// <param name="Set">Values that come about.</param>
/// <param name="For">After how long the values from before come back; null to stay.</param>
public sealed record Happening(TimeOnly At, TimeSpan Jitter, string Did, ImmutableArray<PropertyReading> Set, TimeSpan? For);
