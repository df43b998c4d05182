using System.Collections.Immutable;
using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Runtime.Replacement;

/// <summary>Which of the known values mean the same for other hardware.</summary>
internal static class CarriedValues
{
    /// <summary>Addresses whose value is known and has no counterpart.</summary>
    public static ImmutableArray<string> Lost(Device device, DeviceContract contract, IHomeView home) =>
        [.. device.Contract.Properties.Where(property => home.GetState(device, property) is { Value.HasValue: true } state && !IsCarried(property, contract, state.Value)).Select(property => property.Key)];

    private static bool IsCarried(ContractProperty property, DeviceContract contract, PropertyValue value) =>
        contract.TryGetProperty(property.Key, out var other)
        && other.Format == property.Format
        && ContractCover.MeansTheSame(property, other)
        && ValueCoercion.TryCheck(other, value, out _, out _, ValueUse.Report);
}
