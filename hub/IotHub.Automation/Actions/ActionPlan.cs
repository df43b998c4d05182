using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Actions;

/// <summary>One step of a run, checked against the home.</summary>
public abstract record ActionPlan
{
    private ActionPlan()
    {
    }

    /// <summary>Set values, each device with one command, in the order in which the devices were written.</summary>
    public sealed record Set(ImmutableArray<DeviceValues> Devices) : ActionPlan;

    /// <summary>Run an action of a device.</summary>
    public sealed record Call(Device Device, ContractAction Action, ImmutableArray<PropertyReading> In) : ActionPlan;

    /// <summary>Go on later.</summary>
    /// <param name="Duration">Above zero.</param>
    public sealed record Wait(TimeSpan Duration) : ActionPlan;

    /// <summary>Set what a scene sets. Looked up when the step is reached, so a scene may be saved after the automation.</summary>
    public sealed record Scene(string Id) : ActionPlan;
}
