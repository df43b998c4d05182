namespace IotHub.Insights.Catalogue;

/// <summary>An amount of money.</summary>
/// <param name="Minor">In minor units of the currency (cents); whole, so that sums are exact.</param>
/// <param name="Currency">ISO 4217 code, <c>EUR</c>.</param>
public readonly record struct Money(long Minor, string Currency);
