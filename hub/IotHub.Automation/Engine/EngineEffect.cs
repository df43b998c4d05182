using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Engine;

/// <summary>What the engine wants done. It does nothing itself; the loop carries these out in order.</summary>
public abstract record EngineEffect
{
    private EngineEffect()
    {
    }

    /// <summary>Set values on a device.</summary>
    public sealed record SetProperties(Device Device, ImmutableArray<PropertyReading> Values, Cause Cause) : EngineEffect;

    /// <summary>Run an action of a device.</summary>
    public sealed record CallAction(Device Device, ContractAction Action, ImmutableArray<PropertyReading> In, Cause Cause) : EngineEffect;

    /// <summary>A decision was made, either way; for the log and for "why".</summary>
    public sealed record Decided(Decision Decision) : EngineEffect;
}
