using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Homes;

/// <summary>A hand at a device: it sets values, asks for an action, or makes an event happen; exactly one of them.</summary>
/// <param name="Did">Which device.</param>
/// <param name="Set">Values set; empty for none.</param>
/// <param name="Call">The action; null for none.</param>
/// <param name="Fire">The event; null for none.</param>
/// <param name="Arguments">Arguments of the action or event.</param>
/// <param name="After">How long after the activity begins.</param>
/// <param name="For">After how long the values from before come back; null to stay.</param>
/// <param name="Chance">How likely, above 0 to 1.</param>
public sealed record UsePlan(
    string Did, ImmutableArray<PropertyReading> Set, ContractAction? Call, ContractEvent? Fire, ImmutableArray<PropertyReading> Arguments, TimeSpan After, TimeSpan? For, double Chance);
