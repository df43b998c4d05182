using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Devices.Commands;

/// <summary>One message to a device: a command the first time or again, or a question.</summary>
/// <param name="Id">What the device answers to. The same id is the same message: a device does it once and repeats its answer.</param>
/// <param name="Device">Which device.</param>
/// <param name="Command">The command that it carries, or whose values it asks for; null for a question of the hub's own.</param>
/// <param name="Set">Values to take; empty for a call and a question.</param>
/// <param name="Get">Properties to report; empty unless it is a question.</param>
/// <param name="Attempt">1 for the first message of a command, one more for each that follows; 0 for a question.</param>
public sealed record DeviceRequest(
    string Id, Device Device, DeviceCommand? Command, ImmutableArray<PropertyReading> Set, ImmutableArray<ContractProperty> Get, int Attempt)
{
    /// <summary>True for a question: it changes nothing at the device.</summary>
    public bool IsQuestion => !Get.IsEmpty;
}
