using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Expressions;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine.Watching;

/// <summary>What can make a condition or an expression come out otherwise.</summary>
internal sealed class ConditionReads
{
    private readonly Dictionary<string, PropertyReference> _references = new(StringComparer.Ordinal);
    private readonly SortedSet<(WatchKind Kind, string Name)> _keys = [];

    private readonly IHomeView _home;

    private ConditionReads(IHomeView home) => _home = home;

    /// <summary>Properties, each once.</summary>
    public IEnumerable<PropertyReference> References => _references.Values;

    /// <summary>Devices that come and go, people, automations.</summary>
    public IEnumerable<WatchKey> Keys => _keys.Select(key => new WatchKey(key.Kind, key.Name));

    /// <summary>True when time alone can.</summary>
    public bool UsesTime { get; private set; }

    public static ConditionReads Of(ConditionPlan condition, IHomeView home)
    {
        var reads = new ConditionReads(home);
        reads.Add(condition);
        return reads;
    }

    public static ConditionReads Of(CompiledExpression expression, IHomeView home)
    {
        var reads = new ConditionReads(home);
        reads.Add(expression);
        return reads;
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
                _references[property.Reference.Address] = property.Reference;
                UsesTime |= property.For is not null;
                break;
            case ConditionPlan.Window or ConditionPlan.Time:
                UsesTime = true;
                break;
            case ConditionPlan.Presence:
                _keys.Add((WatchKind.Presence, string.Empty));
                break;
            case ConditionPlan.Automation automation:
                _keys.Add((WatchKind.Standing, automation.Id));
                break;
            case ConditionPlan.Availability availability:
                _keys.Add((WatchKind.Availability, availability.Device.Name));
                break;
            case ConditionPlan.Expression expression:
                Add(expression.Value);
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

    private void Add(CompiledExpression expression)
    {
        foreach (var reference in expression.References)
        {
            _references[reference.Address] = reference;
        }

        foreach (var selection in expression.Selections)
        {
            foreach (var device in _home.Devices)
            {
                if (selection.Includes(device) && device.Contract.TryGetProperty(selection.Key, out var property))
                {
                    var reference = new PropertyReference(device, property);
                    _references[reference.Address] = reference;
                }
            }
        }

        UsesTime |= expression.UsesTime;
        foreach (var device in expression.Reads.Devices)
        {
            _keys.Add((WatchKind.Availability, device));
        }

        foreach (var automation in expression.Reads.Automations)
        {
            _keys.Add((WatchKind.Standing, automation));
        }

        if (expression.Reads.UsesPresence)
        {
            _keys.Add((WatchKind.Presence, string.Empty));
        }
    }
}
