using IotHub.Contracts.Model;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Compilation;

/// <summary>An event of a device of this home, found and checked.</summary>
/// <param name="Device">The device.</param>
/// <param name="Event">The event in its contract.</param>
internal sealed record DeviceEvent(Device Device, ContractEvent Event)
{
    public string Address { get; } = $"{Device.Name}/{Event.Key}";
}
