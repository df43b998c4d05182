namespace IotHub.DeviceSim.Homes;

/// <summary>Some days on end, counted from the first day of the simulation, which is 0.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
public readonly record struct Stay(int From, int To);
