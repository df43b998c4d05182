using System.Collections.Immutable;

namespace IotHub.Api.History;

/// <summary>What energy costs, and what counts all of it.</summary>
/// <param name="MainMeters">Names of the devices through which all energy of the home goes; empty where there is none.</param>
/// <param name="PriceMillionths">Millionths of the currency's unit for a kilowatt-hour; null where no price is set.</param>
/// <param name="Currency">Code of ISO 4217, <c>EUR</c>; null where no price is set.</param>
public sealed record EnergyBilling(ImmutableArray<string> MainMeters, long? PriceMillionths, string? Currency)
{
    /// <summary>No main meter and no price.</summary>
    public static EnergyBilling None { get; } = new([], null, null);
}
