using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Homes;

/// <summary>Something that is done at a device at a moment.</summary>
/// <param name="Did">Which device.</param>
/// <param name="Set">Values that come about; empty where an action or an event is meant.</param>
/// <param name="IfDifferent">True when nothing is done where the values are there already: nobody switches on a lamp that is on.</param>
/// <param name="For">After how long the values from before come back; null to stay.</param>
/// <param name="Call">An action; null for none.</param>
/// <param name="Fire">An event; null for none.</param>
/// <param name="Arguments">Arguments of the action or event.</param>
internal sealed record HomeAct(
    string Did,
    ImmutableArray<PropertyReading> Set,
    bool IfDifferent = false,
    TimeSpan? For = null,
    ContractAction? Call = null,
    ContractEvent? Fire = null,
    ImmutableArray<PropertyReading> Arguments = default);
