using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>The role of a property.</summary>
internal static class EnergyRoles
{
    /// <summary>Power that is set is a limit, not a use.</summary>
    public static EnergyRole Of(ContractProperty property) => (SignalClasses.Of(property), property.Unit, property.IsWritable) switch
    {
        (SignalClass.Counter, MeasurementUnit.KilowattHours, _) => EnergyRole.Counter,
        (SignalClass.Measurement, MeasurementUnit.Watts, false) => EnergyRole.Watts,
        (SignalClass.Measurement, MeasurementUnit.Kilowatts, false) => EnergyRole.Kilowatts,
        _ => EnergyRole.None,
    };
}
