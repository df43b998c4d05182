using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Api.Live;

/// <summary>The picture of the home in the form that the compiler of automations looks at.</summary>
internal sealed class ProjectedHome(HomeProjection home) : IHomeView
{
    public IEnumerable<Device> Devices => home.Devices.Values.Select(view => view.Device);

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device)
    {
        device = home.Devices.GetValueOrDefault(name)?.Device;
        return device is not null;
    }

    public PropertyState GetState(Device device, ContractProperty property) =>
        home.Devices.TryGetValue(device.Name, out var view) && property.Index < view.States.Length ? view.States[property.Index] : default;

    public bool IsOnline(Device device) => home.Devices.TryGetValue(device.Name, out var view) && view.IsOnline;
}
