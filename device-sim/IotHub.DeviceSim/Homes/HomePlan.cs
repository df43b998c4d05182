using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>A simulated home as read from its file.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Seed">Its chance.</param>
/// <param name="Devices">Its devices, in order of joining.</param>
/// <param name="Day">What people do each day; may be empty.</param>
public sealed record HomePlan(string Name, int Seed, ImmutableArray<SimulatedDevicePlan> Devices, ImmutableArray<Happening> Day);

/// <summary>Something that happens at a device each day.</summary>
/// <param name="At">Time of day in the home's zone.</param>
/// <param name="Jitter">It happens up to this much later, drawn anew each day.</param>
/// <param name="Did">At which device.</param>
/// <param name="Set">Values that come about.</param>
/// <param name="For">After how long the values from before come back; null to stay.</param>
public sealed record Happening(TimeOnly At, TimeSpan Jitter, string Did, ImmutableArray<PropertyReading> Set, TimeSpan? For);

/// <summary>What came of reading a home file.</summary>
/// <param name="Plan">The home; null when there is an error.</param>
/// <param name="Diagnostics">Every fault, in the order found.</param>
public sealed record HomeParseResult(HomePlan? Plan, ImmutableArray<Diagnostic> Diagnostics);
