using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>An effect bound to the properties of one contract.</summary>
internal sealed class BoundEffect
{
    private readonly StateEffect _effect;
    private readonly ContractProperty _property;
    private readonly ContractProperty? _from;
    private readonly PropertyValue _named;

    private BoundEffect(StateEffect effect, ContractProperty property, ContractProperty? from)
    {
        (_effect, _property, _from) = (effect, property, from);
        _named = effect.Is.Select(name => NamedValue.Find(property, name)).FirstOrDefault(value => value.HasValue);
    }

    /// <summary>Those of the effects that the device has the properties for.</summary>
    public static ImmutableArray<BoundEffect> Bind(ImmutableArray<StateEffect> effects, DeviceContract contract, int serviceIid) =>
    [
        .. from effect in effects
           let property = BehaviourTable.FindNear(contract, serviceIid, effect.Property)
           where property is not null
           let bound = new BoundEffect(effect, property, effect.From is null ? null : BehaviourTable.FindNear(contract, serviceIid, effect.From))
           where effect.Is.IsEmpty || bound._named.HasValue
           select bound,
    ];

    /// <summary>Sets the value.</summary>
    /// <returns>The reading when it changed, else nothing.</returns>
    public IEnumerable<PropertyReading> Apply(DeviceState state)
    {
        var wanted = _effect.Value ?? (_from is null ? 0 : state.Get(_from).ToDouble());
        var value = _named.HasValue ? _named : InitialValue.Fit(_property, wanted + _effect.Plus);
        var reading = new PropertyReading(_property, value);
        return value.HasValue && state.Set(reading) ? [reading] : [];
    }
}
