using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Conditions;
using IotHub.Automation.Documents;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Turns what was written into what can run. A part that does not fit is left out, which is said; then there is no plan.</summary>
internal sealed class PlanResolver(IHomeView home, DocumentFaults faults, IReadOnlySet<string>? scenes)
{
    private readonly HomeResolver _names = new(home, faults);
    private readonly ValueResolver _values = new(faults);

    /// <summary>True when a device was named that is not in the home.</summary>
    public bool IsWaiting => _names.IsWaiting;

    public TriggerPlan? Trigger(TriggerDocument document)
    {
        switch (document)
        {
            case TriggerDocument.Property property:
                var watched = property.Addresses.Select(address => Watch(address, property.Test)).OfType<TriggerPlan.Watch>();
                return new TriggerPlan.Property(property.Id, [.. watched], property.For);
            case TriggerDocument.Event happening:
                return _names.Event(happening.Address) is { } found
                    ? new TriggerPlan.Event(happening.Id, [new TriggerPlan.EventSource(found.Device, found.Event,
                        Arguments(happening.Arguments, found.Event.Arguments, $"{found.Device.Name}/{found.Event.Key}", happening.At, mustBeWhole: false))])
                    : null;
            case TriggerDocument.Time time:
                var schedule = new TimesSchedule(time.Times) { Days = new DayRule { Weekdays = time.Days } };
                return new TriggerPlan.Time(time.Id, schedule, schedule.MissedDefault);
            default:
                return null;
        }
    }

    public ConditionPlan? Condition(ConditionDocument document, ImmutableArray<string> triggerIds)
    {
        switch (document)
        {
            case ConditionDocument.All all:
                return new ConditionPlan.All(Conditions(all.Of, triggerIds));
            case ConditionDocument.Any any:
                return new ConditionPlan.Any(Conditions(any.Of, triggerIds));
            case ConditionDocument.Not not:
                return Condition(not.Of, triggerIds) is { } inner ? new ConditionPlan.Not(inner) : null;
            case ConditionDocument.Property property:
                return Observable(property.Address) is { } reference
                    ? new ConditionPlan.Property(reference, Test(property.Test, reference), property.For)
                    : null;
            case ConditionDocument.Window window:
                return new ConditionPlan.Window(window.After, window.Before, window.Days);
            case ConditionDocument.Trigger trigger:
                return new ConditionPlan.Trigger([.. trigger.Ids.Select(id => TriggerId(id, triggerIds)).OfType<string>()]);
            default:
                return null;
        }
    }

    public ImmutableArray<ConditionPlan> Conditions(ImmutableArray<ConditionDocument> documents, ImmutableArray<string> triggerIds) =>
        [.. documents.Select(document => Condition(document, triggerIds)).OfType<ConditionPlan>()];

    public ActionPlan? Action(ActionDocument document)
    {
        switch (document)
        {
            case ActionDocument.Set set:
                return new ActionPlan.Set(Values(set.Values));
            case ActionDocument.Call call:
                return _names.Action(call.Address) is { } found
                    ? new ActionPlan.Call(found.Device, found.Action,
                        Arguments(call.In, found.Action.In, $"{found.Device.Name}/{found.Action.Key}", call.Address, mustBeWhole: true))
                    : null;
            case ActionDocument.Wait wait:
                return new ActionPlan.Wait(wait.Duration);
            case ActionDocument.Scene scene:
                var id = scene.Id.Text ?? string.Empty;
                if (scenes is not null && !scenes.Contains(id))
                {
                    faults.Warning(scene.Id, "scene.unknown", $"There is no scene \"{id}\" yet; the action does nothing until there is.", NearestName.Suggest(id, scenes));
                }

                return new ActionPlan.Scene(id);
            default:
                return null;
        }
    }

    /// <summary>What is to be set, by device in the order in which the devices were written.</summary>
    public ImmutableArray<DeviceValues> Values(ImmutableArray<JsonMemberAt> members)
    {
        var devices = new List<(Device Device, ImmutableArray<PropertyReading>.Builder Values)>();
        foreach (var member in members)
        {
            if (member.IsDuplicate)
            {
                faults.AtName(member, DiagnosticSeverity.Error, "member.duplicate", $"\"{member.Name}\" is written twice.", "Remove one of the two.");
                continue;
            }

            if (Writable(member) is not { } reference || _values.Resolve(member.Value, reference.Property, reference.Address) is not { } value)
            {
                continue;
            }

            var index = devices.FindIndex(device => ReferenceEquals(device.Device, reference.Device));
            if (index < 0)
            {
                index = devices.Count;
                devices.Add((reference.Device, ImmutableArray.CreateBuilder<PropertyReading>()));
            }

            devices[index].Values.Add(new PropertyReading(reference.Property, value));
        }

        return [.. devices.Select(device => new DeviceValues(device.Device, device.Values.ToImmutable()))];
    }

    private TriggerPlan.Watch? Watch(JsonNodeAt address, PropertyTestDocument test) =>
        Observable(address) is { } reference ? new TriggerPlan.Watch(reference, Test(test, reference)) : null;

    private PropertyReference? Observable(JsonNodeAt address)
    {
        var reference = _names.Property(address.Text, new Place(faults, address, null));
        if (reference is { Property.IsObservable: false })
        {
            faults.Error(address, "property.not-observable", $"{reference} cannot be watched: the device never says its value.");
            return null;
        }

        return reference;
    }

    private PropertyReference? Writable(JsonMemberAt member)
    {
        var place = new Place(faults, member.Value, member);
        var reference = _names.Property(member.Name, place);
        if (reference is { Property.IsWritable: false })
        {
            place.Fault(DiagnosticSeverity.Error, "property.not-writable", $"{reference} cannot be set: the device only reports it.", null);
            return null;
        }

        return reference;
    }

    private PropertyTest Test(PropertyTestDocument document, PropertyReference reference)
    {
        var equal = document.Equal is { } node ? _values.Resolve(node, reference.Property, reference.Address) : null;
        var above = _values.Bound(document.Above, reference.Property, reference.Address, isAbove: true);
        var below = _values.Bound(document.Below, reference.Property, reference.Address, isAbove: false);
        if (above >= below)
        {
            faults.Error(document.Above!, "value.never", $"No number is above {above} and below {below}.", "For outside a range, write two triggers, or \"any\" of two conditions.");
        }

        return new PropertyTest(equal ?? default, above, below);
    }

    private string? TriggerId(JsonNodeAt node, ImmutableArray<string> known)
    {
        if (node.Text is { } id && known.Contains(id, StringComparer.Ordinal))
        {
            return id;
        }

        faults.Error(node, "trigger.unknown", $"There is no trigger with the id {node.Describe()}; known are {string.Join(", ", known)}.", NearestName.Suggest(node.Text ?? string.Empty, known));
        return null;
    }

    private ImmutableArray<PropertyReading> Arguments(ImmutableArray<JsonMemberAt> given, ImmutableArray<ContractProperty> wanted, string owner, JsonNodeAt at, bool mustBeWhole)
    {
        var found = new Dictionary<ContractProperty, PropertyValue>(ReferenceEqualityComparer.Instance);
        var missing = wanted.ToList();
        foreach (var member in given)
        {
            // An argument is a property of the same service: its own name is enough, its whole address is allowed.
            var property = wanted.FirstOrDefault(argument => member.Name == argument.Key || member.Name == NameOf(argument));
            if (property is null)
            {
                faults.AtName(member, DiagnosticSeverity.Error, "argument.unknown", $"{owner} has no argument \"{member.Name}\"{Known(wanted)}.", NearestName.Suggest(member.Name, wanted.Select(NameOf)));
                continue;
            }

            if (!missing.Remove(property))
            {
                faults.AtName(member, DiagnosticSeverity.Error, "member.duplicate", $"\"{member.Name}\" is written twice.", "Remove one of the two.");
            }
            else if (_values.Resolve(member.Value, property, member.Name) is { } value)
            {
                found[property] = value;
            }
        }

        if (mustBeWhole && missing.Count > 0)
        {
            faults.Error(at, "argument.missing", $"{owner} needs {string.Join(", ", missing.Select(argument => $"\"{NameOf(argument)}\""))} in \"in\".");
        }

        return [.. wanted.Where(found.ContainsKey).Select(argument => new PropertyReading(argument, found[argument]))];
    }

    private static string NameOf(ContractProperty argument) => argument.Key[(argument.Key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Known(ImmutableArray<ContractProperty> wanted) => wanted.IsEmpty ? "; it has none" : $"; it has {string.Join(", ", wanted.Select(NameOf))}";
}
