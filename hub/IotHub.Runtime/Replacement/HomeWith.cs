using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Runtime.Replacement;

/// <summary>A home as it would be with some of its devices bound to other hardware. What is known of values does not matter for what compiles.</summary>
/// <param name="home">The home as it is.</param>
/// <param name="replaced">The devices as they would be, by name.</param>
internal sealed class HomeWith(IHomeView home, IReadOnlyDictionary<string, Device> replaced) : IHomeView
{
    public IEnumerable<Device> Devices => home.Devices.Select(device => replaced.GetValueOrDefault(device.Name, device));

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => replaced.TryGetValue(name, out device) || home.TryGetDevice(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => default;

    public bool IsOnline(Device device) => false;
}
