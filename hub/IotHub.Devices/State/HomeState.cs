using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Devices.State;

/// <summary>The devices of the home and what is known of each property. Owned by the loop; nobody else writes.</summary>
public sealed class HomeState : IHomeView
{
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);

    // For whoever wants all of them: a lookup by name must not cost a search.
    private readonly SortedDictionary<string, Entry> _inOrder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _byDid = new(StringComparer.Ordinal);

    /// <summary>How many devices there are.</summary>
    public int Count => _byName.Count;

    /// <inheritdoc/>
    public IEnumerable<Device> Devices => _inOrder.Values.Select(entry => entry.Device);

    /// <inheritdoc/>
    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device)
    {
        device = _byName.TryGetValue(name, out var entry) ? entry.Device : null;
        return device is not null;
    }

    /// <summary>Finds the device that a piece of hardware is bound to.</summary>
    public bool TryGetByDid(string did, [NotNullWhen(true)] out Device? device)
    {
        device = _byDid.TryGetValue(did, out var entry) ? entry.Device : null;
        return device is not null;
    }

    /// <inheritdoc/>
    public PropertyState GetState(Device device, ContractProperty property)
    {
        if (!_byName.TryGetValue(device.Name, out var entry))
        {
            return default;
        }

        var states = entry.States;
        var own = entry.Device.Contract.Properties;
        if (property.Index < own.Length && ReferenceEquals(own[property.Index], property))
        {
            return states[property.Index];
        }

        // A plan compiled against an older contract of the device: the address is what lasts.
        return entry.Device.Contract.TryGetProperty(property.Key, out var current) ? states[current.Index] : default;
    }

    /// <inheritdoc/>
    public bool IsOnline(Device device) => _byName.TryGetValue(device.Name, out var entry) && entry.IsOnline;

    /// <summary>
    /// Adds a device or replaces what is known about it. Values stay where the new contract has the same address and format.
    /// </summary>
    /// <exception cref="InvalidOperationException">The hardware is bound to another name.</exception>
    public void Save(Device device)
    {
        if (_byDid.TryGetValue(device.Did, out var holder) && holder.Device.Name != device.Name)
        {
            throw new InvalidOperationException($"{device.Did} is bound to {holder.Device.Name} and cannot be bound to {device.Name} too.");
        }

        if (!_byName.TryGetValue(device.Name, out var entry))
        {
            entry = new Entry(device, new PropertyState[device.Contract.Properties.Length]);
            _byName.Add(device.Name, entry);
            _inOrder.Add(device.Name, entry);
        }
        else
        {
            _byDid.Remove(entry.Device.Did);
            if (!ReferenceEquals(entry.Device.Contract, device.Contract))
            {
                entry.States = Carry(entry, device.Contract);
            }

            entry.Device = device;
        }

        _byDid[device.Did] = entry;
    }

    /// <summary>Takes a device out.</summary>
    public bool Remove(string name)
    {
        if (!_byName.Remove(name, out var entry))
        {
            return false;
        }

        _inOrder.Remove(name);
        _byDid.Remove(entry.Device.Did);
        return true;
    }

    /// <summary>Notes that a device came or went.</summary>
    /// <returns>False when that was known.</returns>
    public bool SetOnline(Device device, bool isOnline, DateTimeOffset now)
    {
        var entry = _byName[device.Name];
        if (entry.IsOnline == isOnline && entry.OnlineSince != default)
        {
            return false;
        }

        entry.IsOnline = isOnline;
        entry.OnlineSince = now;
        return true;
    }

    /// <summary>Puts a value back that was known before the hub started. No change: nothing happened in the home.</summary>
    public void Restore(Device device, ContractProperty property, PropertyState state) =>
        _byName[device.Name].States[property.Index] = state with { Origin = ValueOrigin.Restored };

    /// <summary>True when a value differs from the one that is known.</summary>
    public bool WouldChange(Device device, PropertyReading reading) => _byName[device.Name].States[reading.Property.Index].Value != reading.Value;

    /// <summary>Takes a value in.</summary>
    /// <param name="device">The device.</param>
    /// <param name="reading">The value, of a property of the device's own contract.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="cause">Why; null where the value does not change.</param>
    /// <param name="now">The time.</param>
    /// <returns>The change; null when the value is the one that was known.</returns>
    /// <exception cref="ArgumentNullException">The value changes and has no cause.</exception>
    public StateChange? Apply(Device device, PropertyReading reading, ValueOrigin origin, Cause? cause, DateTimeOffset now)
    {
        ref var state = ref _byName[device.Name].States[reading.Property.Index];
        var before = state;
        if (before.Value == reading.Value)
        {
            state = before with { Origin = origin, SeenAt = now };
            return null;
        }

        ArgumentNullException.ThrowIfNull(cause);
        state = new PropertyState(reading.Value, origin, now, now, cause.Id);
        return new StateChange(device, reading.Property, before.Value, reading.Value, before.ChangedAt, origin, cause, now);
    }

    /// <summary>The clock was set: when values changed and were seen is told by it as it is now.</summary>
    public void Shift(ClockShift shift)
    {
        foreach (var entry in _byName.Values)
        {
            entry.OnlineSince = shift.Noted(entry.OnlineSince);
            for (var i = 0; i < entry.States.Length; i++)
            {
                entry.States[i] = entry.States[i] with { ChangedAt = shift.Noted(entry.States[i].ChangedAt), SeenAt = shift.Noted(entry.States[i].SeenAt) };
            }
        }
    }

    /// <summary>What is known of a device's properties now, by <c>ContractProperty.Index</c>.</summary>
    public ImmutableArray<PropertyState> StatesOf(Device device) => _byName.TryGetValue(device.Name, out var entry) ? [.. entry.States] : [];

    /// <summary>All that is known, in order of names.</summary>
    /// <param name="make">Makes the reader's own record of device, online or not, since when, and states by <c>ContractProperty.Index</c>.</param>
    public ImmutableArray<T> Snapshot<T>(Func<Device, bool, DateTimeOffset, ImmutableArray<PropertyState>, T> make) =>
        [.. _inOrder.Values.Select(entry => make(entry.Device, entry.IsOnline, entry.OnlineSince, [.. entry.States]))];

    private static PropertyState[] Carry(Entry entry, DeviceContract contract)
    {
        var carried = new PropertyState[contract.Properties.Length];
        foreach (var property in contract.Properties)
        {
            if (entry.Device.Contract.TryGetProperty(property.Key, out var old) && old.Format == property.Format)
            {
                carried[property.Index] = entry.States[old.Index];
            }
        }

        return carried;
    }

    private sealed class Entry(Device device, PropertyState[] states)
    {
        public Device Device { get; set; } = device;

        public PropertyState[] States { get; set; } = states;

        public bool IsOnline { get; set; }

        public DateTimeOffset OnlineSince { get; set; }
    }
}
