using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Replacement;

/// <summary>A home as a store keeps it, for looking at what compiles. Devices whose contract is missing are not in it, as after a start.</summary>
public sealed class StoredHomeView : IHomeView
{
    private readonly SortedDictionary<string, Device> _devices = new(StringComparer.Ordinal);

    /// <summary>Finds the contracts of the devices.</summary>
    /// <param name="stored">What was kept.</param>
    /// <param name="findContract">Finds a contract by its type URN; null where there is none.</param>
    public StoredHomeView(StoredHome stored, Func<string, DeviceContract?> findContract)
    {
        foreach (var device in stored.Devices)
        {
            if (findContract(device.ContractType) is { } contract)
            {
                _devices[device.Name] = new Device
                {
                    Name = device.Name,
                    Label = device.Label,
                    Room = device.Room,
                    Did = device.Did,
                    Contract = contract,
                    Firmware = device.Firmware,
                    Maker = device.Maker,
                    AdoptedAt = device.AdoptedAt,
                };
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Device> Devices => _devices.Values;

    /// <inheritdoc/>
    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => _devices.TryGetValue(name, out device);

    /// <inheritdoc/>
    public PropertyState GetState(Device device, ContractProperty property) => default;

    /// <inheritdoc/>
    public bool IsOnline(Device device) => false;
}
