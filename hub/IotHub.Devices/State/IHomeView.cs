using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;

namespace IotHub.Devices.State;

/// <summary>The home as a rule may look at it: devices by name, and what is known of their properties now.</summary>
public interface IHomeView
{
    /// <summary>All devices, in order of their names.</summary>
    IEnumerable<Device> Devices { get; }

    /// <summary>Finds a device by name.</summary>
    bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device);

    /// <summary>What is known of a property; a state without a value where nothing is.</summary>
    PropertyState GetState(Device device, ContractProperty property);

    /// <summary>True while the device's connection stands.</summary>
    bool IsOnline(Device device);
}
