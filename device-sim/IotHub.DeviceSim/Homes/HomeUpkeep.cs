using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>Finds what is used up in a device, and what somebody does who puts a new one in.</summary>
internal static class HomeUpkeep
{
    /// <summary>When somebody first looks, after the beginning.</summary>
    public static readonly TimeSpan First = TimeSpan.FromHours(18);

    /// <summary>How often.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>One act for each part of which a counter says that it is used up.</summary>
    /// <param name="device">The device.</param>
    /// <param name="values">What it says of itself.</param>
    public static IEnumerable<HomeAct> Find(SimulatedDevicePlan device, ImmutableArray<PropertyReading> values)
    {
        foreach (var level in values.Where(reading => reading.Property is { Consumable: not null, Range: not null }))
        {
            var property = level.Property;
            if (!IsEmpty(level) && !values.Any(other => other.Property.ServiceIid == property.ServiceIid && IsTimeLeft(other.Property) && IsEmpty(other)))
            {
                continue;
            }

            var reset = device.Contract.Actions.FirstOrDefault(action => action.ServiceIid == property.ServiceIid && action.Iid == property.Consumable!.ResetIid);
            yield return reset is null
                ? new HomeAct(device.Did, [level with { Value = InitialValue.Fit(property, property.Range!.Value.Maximum) }])
                : new HomeAct(device.Did, [], Call: reset);
        }
    }

    private static bool IsTimeLeft(ContractProperty property) => property.Type.Name.EndsWith("-left-time", StringComparison.Ordinal);

    private static bool IsEmpty(PropertyReading reading) => reading.Value.ToDouble() <= (reading.Property.Range?.Minimum ?? 0);
}
