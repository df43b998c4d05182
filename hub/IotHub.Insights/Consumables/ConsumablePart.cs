using IotHub.Contracts.Model;

namespace IotHub.Insights.Consumables;

/// <summary>Something in a device that wears out, and how the device tells.</summary>
/// <param name="Name">What wears out: <c>filter</c>, <c>main-brush</c>, <c>battery</c>.</param>
/// <param name="Level">What is left as a share; null where the device does not say it.</param>
/// <param name="Time">What is left as time; null where the device does not say it. Hours and minutes are of use, days of the calendar.</param>
/// <param name="LowPercent">At and below this share it should be replaced, 0 to 100.</param>
/// <param name="LowTime">At and below this time it should be replaced, in the unit of <paramref name="Time"/>; null where the contract does not say.</param>
/// <param name="ResetAction">Address of the action that counts a new one from its start; null where there is none.</param>
public sealed record ConsumablePart(string Name, ContractProperty? Level, ContractProperty? Time, double LowPercent, double? LowTime, string? ResetAction)
{
    /// <summary>Share of a reported level, 0 to 100, by the property's range.</summary>
    public static double Percent(ContractProperty level, double value)
    {
        var range = level.Range ?? new ValueRange(0, 100, 1);
        return range.Maximum > range.Minimum ? Math.Clamp((value - range.Minimum) / (range.Maximum - range.Minimum) * 100, 0, 100) : Math.Clamp(value, 0, 100);
    }

    /// <summary>True where the time left is of the calendar: the device did the forecast.</summary>
    public bool HasCalendarTime => Time?.Unit is MeasurementUnit.Days or MeasurementUnit.Weeks;

    /// <summary>Days of a reported time left.</summary>
    public static double Days(ContractProperty time, double value) => time.Unit switch
    {
        MeasurementUnit.Weeks => value * 7,
        MeasurementUnit.Days => value,
        MeasurementUnit.Minutes => value / 1_440,
        _ => value / 24,
    };
}
