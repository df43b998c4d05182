using IotHub.Contracts.Model;

namespace IotHub.Devices.Availability;

/// <summary>What contracts declare of intervals. The one place that reads it.</summary>
public static class DeclaredIntervals
{
    /// <summary>The device publishes something at least this often; null where its contract does not say.</summary>
    public static TimeSpan? Of(DeviceContract contract) => contract.ReportInterval;

    /// <summary>The property is reported at least this often, changed or not; null where its contract does not say.</summary>
    public static TimeSpan? Of(ContractProperty property) => property.ReportInterval;
}
