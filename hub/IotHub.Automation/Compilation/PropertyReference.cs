using IotHub.Contracts.Model;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Compilation;

/// <summary>A property of a device of this home, found and checked.</summary>
/// <param name="Device">The device as it was when the document was compiled; at run time only its name counts.</param>
/// <param name="Property">The property in that device's contract.</param>
public sealed record PropertyReference(Device Device, ContractProperty Property)
{
    /// <summary>As a person writes it: <c>hall-lamp/light.brightness</c>.</summary>
    public string Address { get; } = $"{Device.Name}/{Property.Key}";

    /// <inheritdoc/>
    public override string ToString() => Address;
}
