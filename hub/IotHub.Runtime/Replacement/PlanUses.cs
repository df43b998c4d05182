using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Comparison;
using IotHub.Devices.Registry;

namespace IotHub.Runtime.Replacement;

/// <summary>Which nodes of which devices a plan uses.</summary>
internal sealed class PlanUses
{
    private readonly HashSet<(string Device, ContractNodeKind Kind, string Address)> _uses = [];

    public static IReadOnlySet<(string Device, ContractNodeKind Kind, string Address)> Of(AutomationPlan plan)
    {
        var uses = new PlanUses();
        foreach (var trigger in plan.Triggers)
        {
            uses.Add(trigger);
        }

        uses.Add(plan.Conditions);
        foreach (var action in plan.Actions)
        {
            uses.Add(action);
        }

        return uses._uses;
    }

    public static IReadOnlySet<(string Device, ContractNodeKind Kind, string Address)> Of(ScenePlan plan)
    {
        var uses = new PlanUses();
        uses.Add(plan.Devices);
        return uses._uses;
    }

    private void Add(TriggerPlan trigger)
    {
        switch (trigger)
        {
            case TriggerPlan.Property property:
                foreach (var watch in property.Watched)
                {
                    Add(watch.Reference);
                }

                break;
            case TriggerPlan.Event happening:
                Add(happening.Device, ContractNodeKind.Event, happening.Happening.Key);
                break;
            default:
                break;
        }
    }

    private void Add(ConditionPlan condition)
    {
        switch (condition)
        {
            case ConditionPlan.All all:
                Add(all.Of);
                break;
            case ConditionPlan.Any any:
                Add(any.Of);
                break;
            case ConditionPlan.Not not:
                Add(not.Of);
                break;
            case ConditionPlan.Property property:
                Add(property.Reference);
                break;
            default:
                break;
        }
    }

    private void Add(ImmutableArray<ConditionPlan> conditions)
    {
        foreach (var condition in conditions)
        {
            Add(condition);
        }
    }

    private void Add(ActionPlan action)
    {
        switch (action)
        {
            case ActionPlan.Set set:
                Add(set.Devices);
                break;
            case ActionPlan.Call call:
                Add(call.Device, ContractNodeKind.Action, call.Action.Key);
                break;
            default:
                break;
        }
    }

    private void Add(ImmutableArray<DeviceValues> devices)
    {
        foreach (var device in devices)
        {
            foreach (var reading in device.Values)
            {
                Add(device.Device, ContractNodeKind.Property, reading.Property.Key);
            }
        }
    }

    private void Add(PropertyReference reference) => Add(reference.Device, ContractNodeKind.Property, reference.Property.Key);

    private void Add(Device device, ContractNodeKind kind, string address) => _uses.Add((device.Name, kind, address));
}
