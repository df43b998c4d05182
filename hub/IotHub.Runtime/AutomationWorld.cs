using IotHub.Automation.Engine;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Availability;

namespace IotHub.Runtime;

/// <summary>What automations see of this home.</summary>
internal sealed class AutomationWorld(HomeState home, AvailabilityDesk availability) : IAutomationWorld
{
    public IHomeView Home => home;

    public DeviceAvailability AvailabilityOf(Device device) => availability.Of(device);
}
