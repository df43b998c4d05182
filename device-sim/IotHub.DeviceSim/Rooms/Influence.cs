namespace IotHub.DeviceSim.Rooms;

/// <summary>Something that acts on a quantity of a room: a heater, a lamp, a pan on the stove.</summary>
/// <param name="Quantity">Which quantity.</param>
/// <param name="Toward">What it draws the quantity to; null when it adds.</param>
/// <param name="Rate">Drawing: share of the way in an hour, as a rate. Adding: units in an hour, or at once for a quantity without memory.</param>
/// <param name="Direction">Only upwards when above zero, only downwards when below, both when zero.</param>
public readonly record struct Influence(string Quantity, double? Toward, double Rate, int Direction = 0);
