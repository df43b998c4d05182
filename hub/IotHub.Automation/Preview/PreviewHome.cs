using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Engine;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Preview;

/// <summary>The home as it was recorded, going from one happening to the next.</summary>
internal sealed class PreviewHome : IHomeView, IAutomationWorld
{
    private readonly HomeState _state = new();
    private readonly Dictionary<string, DeviceAvailability> _availability = new(StringComparer.Ordinal);

    public PreviewHome(IEnumerable<Device> devices)
    {
        foreach (var device in devices)
        {
            _state.Save(device);
        }
    }

    public IHomeView Home => this;

    public IEnumerable<Device> Devices => _state.Devices;

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => _state.TryGetDevice(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => _state.GetState(device, property);

    public bool IsOnline(Device device) => AvailabilityOf(device) is DeviceAvailability.Online or DeviceAvailability.Silent;

    public DeviceAvailability AvailabilityOf(Device device) => _availability.GetValueOrDefault(device.Name, DeviceAvailability.Unknown);

    /// <summary>Takes in how a value stood at the beginning. Nothing happens by it.</summary>
    public void Begin(RecordedHappening.Change change) => Apply(change);

    public void Become(string device, DeviceAvailability availability) => _availability[device] = availability;

    /// <summary>Takes a change in; null where there is no such device or property any more, or where it is no change.</summary>
    public StateChange? Apply(RecordedHappening.Change change)
    {
        if (!_state.TryGetDevice(change.Device, out var device) || !device.Contract.TryGetProperty(change.Property, out var property))
        {
            return null;
        }

        var cause = new Cause(change.CauseId, change.CauseId, change.CauseId, change.Hops, CauseOrigin.Device, change.Device);
        return _state.Apply(device, new PropertyReading(property, change.Value), change.Origin, cause, change.At);
    }

    /// <summary>A device said what was known from before a start.</summary>
    public (Device Device, int Property)? Confirm(RecordedHappening.SaidAgain said)
    {
        if (!_state.TryGetDevice(said.Device, out var device) || !device.Contract.TryGetProperty(said.Property, out var property))
        {
            return null;
        }

        _state.Apply(device, new PropertyReading(property, _state.GetState(device, property).Value), ValueOrigin.Reported, null, said.At);
        return (device, property.Index);
    }

    /// <summary>The hub was away: values are what they were, and no device has been heard.</summary>
    public void Forget()
    {
        _availability.Clear();
        foreach (var device in _state.Devices.ToArray())
        {
            foreach (var property in device.Contract.Properties)
            {
                if (_state.GetState(device, property) is { Value.HasValue: true } known)
                {
                    _state.Restore(device, property, known);
                }
            }
        }
    }
}
