using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>What actions and settings do to a device's state beyond what a contract says, from the table.</summary>
internal sealed class DeviceEffects(DeviceState state, BehaviourTable table)
{
    /// <summary>Does an action: arguments that are also state become state, <c>toggle</c> inverts, the table says the rest.</summary>
    /// <returns>What changed, in order.</returns>
    public ImmutableArray<PropertyReading> Do(ContractAction action, IEnumerable<PropertyReading> arguments)
    {
        var changed = new List<PropertyReading>();
        changed.AddRange(arguments.Where(state.Set));
        if (action.Type.Name == "toggle" && OnOf(action) is { } on)
        {
            var inverted = new PropertyReading(on, PropertyValue.FromBoolean(!state.Get(on).AsBoolean));
            changed.AddRange(state.Set(inverted) ? [inverted] : []);
        }

        var rows = table.Actions.Where(row => row.Action == action.Type.Name && (row.Kinds.IsEmpty || row.Kinds.Contains(state.Contract.Kind)));
        changed.AddRange(rows.SelectMany(row => BoundEffect.Bind(row.Set, state.Contract, action.ServiceIid)).SelectMany(effect => effect.Apply(state)).ToList());
        return [.. changed];
    }

    /// <summary>Takes a value that was set.</summary>
    /// <returns>What changed, in order.</returns>
    public ImmutableArray<PropertyReading> Write(PropertyReading reading)
    {
        var changed = new List<PropertyReading>();
        changed.AddRange(state.Set(reading) ? [reading] : []);
        var rows = table.Writes.Where(row => row.Property == reading.Property.Type.Name && row.Is.Any(name => NamedValue.Find(reading.Property, name) == reading.Value));
        changed.AddRange(rows.SelectMany(row => BoundEffect.Bind(row.Set, state.Contract, reading.Property.ServiceIid)).SelectMany(effect => effect.Apply(state)).ToList());
        return [.. changed];
    }

    private ContractProperty? OnOf(ContractAction action) =>
        state.Contract.Properties.FirstOrDefault(property => property.ServiceIid == action.ServiceIid && property.Type.Name == "on" && property.Format == PropertyFormat.Boolean);
}
