using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Api.Confirmation;

/// <summary>Finds what has to be confirmed of what is asked: each act once, in order. What depends on conditions or is worked out later counts as done.</summary>
/// <param name="sceneOf">The plan of a scene by id; null where there is none that can run.</param>
/// <param name="automationOf">The plan of an automation by id; null where there is none that can run.</param>
internal sealed class ConfirmedActs(Func<string, ScenePlan?> sceneOf, Func<string, AutomationPlan?> automationOf)
{
    private readonly List<ConfirmedActBody> _found = [];
    private readonly HashSet<(string Device, string Address, PropertyValue? Value)> _known = [];
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    /// <summary>Those of a command.</summary>
    public static ImmutableArray<ConfirmedActBody> Of(Device device, ImmutableArray<PropertyReading> set, ContractAction? call)
    {
        var acts = new ConfirmedActs(static _ => null, static _ => null);
        acts.AddValues(device, set);
        if (call is not null)
        {
            acts.AddCall(device, call);
        }

        return [.. acts._found];
    }

    public ImmutableArray<ConfirmedActBody> OfScene(string id)
    {
        AddScene(id);
        return [.. _found];
    }

    public ImmutableArray<ConfirmedActBody> OfAutomation(string id)
    {
        AddAutomation(id);
        return [.. _found];
    }

    private void AddScene(string id)
    {
        if (_visited.Add($"scene {id}") && sceneOf(id) is { } scene)
        {
            AddDevices(scene.Devices);
        }
    }

    private void AddAutomation(string id)
    {
        if (_visited.Add($"automation {id}") && automationOf(id) is { } automation)
        {
            AddAll(automation.Actions);
        }
    }

    private void AddAll(ImmutableArray<ActionPlan> actions)
    {
        foreach (var action in actions)
        {
            Add(action);
        }
    }

    private void Add(ActionPlan action)
    {
        switch (action)
        {
            case ActionPlan.Set set:
                AddDevices(set.Devices);
                break;
            case ActionPlan.Toggle toggle:
                foreach (var reference in toggle.Properties)
                {
                    AddUnknown(reference.Device, reference.Property);
                }

                break;
            case ActionPlan.Restore:
                // What is set back was so before the run, and was confirmed or done by hand then.
                break;
            case ActionPlan.Call call:
                AddCall(call.Device, call.Action);
                break;
            case ActionPlan.Scene scene:
                AddScene(scene.Id);
                break;
            case ActionPlan.Run run:
                AddAutomation(run.Id);
                break;
            case ActionPlan.If choice:
                AddAll(choice.Then);
                AddAll(choice.Else);
                break;
            case ActionPlan.Choose choose:
                foreach (var choice in choose.Choices)
                {
                    AddAll(choice.Then);
                }

                AddAll(choose.Else);
                break;
            case ActionPlan.Repeat repeat:
                AddAll(repeat.Actions);
                break;
            case ActionPlan.Sequence sequence:
                AddAll(sequence.Actions);
                break;
            case ActionPlan.Parallel parallel:
                foreach (var branch in parallel.Branches)
                {
                    AddAll(branch);
                }

                break;
        }
    }

    private void AddDevices(ImmutableArray<DeviceValues> devices)
    {
        foreach (var device in devices)
        {
            AddValues(device.Device, device.Values);
            foreach (var computed in device.Computed)
            {
                AddUnknown(device.Device, computed.Property);
            }
        }
    }

    private void AddValues(Device device, ImmutableArray<PropertyReading> values)
    {
        foreach (var (property, value) in values)
        {
            if (Confirmations.Asks(property, value))
            {
                Add(device, property.Key, new(device.Name, device.Label, device.Room, device.Contract.Kind, null, property.Key, value, property.Description));
            }
        }
    }

    private void AddUnknown(Device device, ContractProperty property)
    {
        if (Confirmations.MayAsk(property))
        {
            Add(device, property.Key, new(device.Name, device.Label, device.Room, device.Contract.Kind, null, property.Key, null, property.Description));
        }
    }

    private void AddCall(Device device, ContractAction action)
    {
        if (Confirmations.Asks(action))
        {
            Add(device, action.Key, new(device.Name, device.Label, device.Room, device.Contract.Kind, action.Key, null, null, action.Description));
        }
    }

    private void Add(Device device, string address, ConfirmedActBody act)
    {
        if (_known.Add((device.Name, address, act.Value)))
        {
            _found.Add(act);
        }
    }
}
