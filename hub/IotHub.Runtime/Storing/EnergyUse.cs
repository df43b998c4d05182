using System.Collections.Immutable;

namespace IotHub.Runtime.Storing;

/// <summary>What devices used. All energy is whole thousandths of a watt-hour; null is nothing known.</summary>
/// <param name="CompleteFrom">From when on this is whole; null for from the beginning.</param>
/// <param name="Devices">By name.</param>
public sealed record EnergyUse(DateTimeOffset? CompleteFrom, ImmutableArray<DeviceEnergy> Devices);
