using IotHub.Contracts.Model;
using IotHub.Devices.State;

namespace IotHub.Devices.Availability;

/// <summary>Whether what is known of a property is still to be believed.</summary>
public static class Freshness
{
    /// <summary>
    /// True when a value is older than two of its intervals: the property's own where its contract declares one, otherwise the device's where
    /// it keeps to one. A value that is reported only when it changes never grows stale by time.
    /// </summary>
    /// <param name="state">What is known.</param>
    /// <param name="property">Of which property.</param>
    /// <param name="device">How often its device is heard.</param>
    /// <param name="now">The time.</param>
    public static bool IsStale(PropertyState state, ContractProperty property, ReportInterval device, DateTimeOffset now)
    {
        if (!state.Value.HasValue || (property.Access & PropertyAccess.Notify) == 0)
        {
            return false;
        }

        var interval = DeclaredIntervals.Of(property) ?? (device.IsKept ? device.Length : null);
        return interval is { } length && now - state.SeenAt > 2 * length;
    }
}
