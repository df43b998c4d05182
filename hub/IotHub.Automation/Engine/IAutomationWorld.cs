using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>What automations see of the home, read while deciding.</summary>
public interface IAutomationWorld
{
    /// <summary>Devices and their values.</summary>
    IHomeView Home { get; }

    /// <summary>Whether a device is there.</summary>
    DeviceAvailability AvailabilityOf(Device device);
}
