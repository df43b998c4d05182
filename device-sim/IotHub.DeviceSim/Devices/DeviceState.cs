using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>The values a simulated device has: one for each property, always one that the contract permits where there is any.</summary>
public sealed class DeviceState
{
    private readonly PropertyValue[] _values;

    /// <summary>A device as it leaves the factory.</summary>
    /// <param name="contract">What it is.</param>
    /// <param name="table">What values properties of a name usually have.</param>
    /// <param name="random">Chance: how far a value lies from the usual one, and properties the table says nothing of.</param>
    public DeviceState(DeviceContract contract, BehaviourTable table, Random random)
    {
        Contract = contract;
        _values = [.. contract.Properties.Select(property => InitialValue.Of(property, table, random))];
    }

    /// <summary>What the device is.</summary>
    public DeviceContract Contract { get; }

    /// <summary>Counts changes, so that whoever looks at the whole state can see that nothing changed.</summary>
    public long Version { get; private set; }

    /// <summary>The value of a property; not known for one whose contract permits none.</summary>
    public PropertyValue Get(ContractProperty property) => _values[property.Index];

    /// <summary>Takes a checked value.</summary>
    /// <returns>True when it differs from the one before.</returns>
    public bool Set(PropertyReading reading)
    {
        if (_values[reading.Property.Index] == reading.Value)
        {
            return false;
        }

        _values[reading.Property.Index] = reading.Value;
        Version++;
        return true;
    }

    /// <summary>All that the device can say of itself.</summary>
    public ImmutableArray<PropertyReading> Observable() =>
        [.. Contract.Properties.Where(property => property.IsObservable && Get(property).HasValue).Select(property => new PropertyReading(property, Get(property)))];
}
