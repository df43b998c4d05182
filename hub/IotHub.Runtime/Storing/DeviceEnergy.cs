using System.Collections.Immutable;

namespace IotHub.Runtime.Storing;

/// <summary>What one device used.</summary>
/// <param name="Device">The device's name, also of one that has left.</param>
/// <param name="IsCounted">True where it counts energy itself; false where its power was added up.</param>
/// <param name="Parts">Thousandths of a watt-hour in each part; may be below zero for power that flows back.</param>
/// <param name="Marks">What was strange; the column is the part, amounts are thousandths of a watt-hour.</param>
public sealed record DeviceEnergy(string Device, bool IsCounted, ImmutableArray<long?> Parts, ImmutableArray<CounterMark> Marks);
