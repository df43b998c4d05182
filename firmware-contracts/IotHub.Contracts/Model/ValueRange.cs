namespace IotHub.Contracts.Model;

/// <summary>Bounds and step of a number; all three in the property's own unit.</summary>
/// <param name="Minimum">Smallest value, inclusive.</param>
/// <param name="Maximum">Largest value, inclusive.</param>
/// <param name="Step">Distance between values, above zero; may be fractional.</param>
public readonly record struct ValueRange(double Minimum, double Maximum, double Step);
