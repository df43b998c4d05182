using IotHub.Contracts.Model;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>How units are written after a number in an explanation.</summary>
internal static class UnitSymbols
{
    /// <summary>The unit with a space before it, <c> °C</c>; empty where there is none.</summary>
    public static string After(ContractProperty property) => property.Unit switch
    {
        MeasurementUnit.None or MeasurementUnit.Rgb => string.Empty,
        MeasurementUnit.Percentage => " %",
        MeasurementUnit.Celsius => " °C",
        MeasurementUnit.Kelvin => " K",
        MeasurementUnit.Milliseconds => " ms",
        MeasurementUnit.Seconds => " s",
        MeasurementUnit.Minutes => " min",
        MeasurementUnit.Hours => " h",
        MeasurementUnit.Days => " d",
        MeasurementUnit.Volts => " V",
        MeasurementUnit.Millivolts => " mV",
        MeasurementUnit.Amperes => " A",
        MeasurementUnit.Milliamperes => " mA",
        MeasurementUnit.Watts => " W",
        MeasurementUnit.Kilowatts => " kW",
        MeasurementUnit.KilowattHours => " kWh",
        MeasurementUnit.Lux => " lx",
        MeasurementUnit.PartsPerMillion => " ppm",
        MeasurementUnit.PartsPerBillion => " ppb",
        MeasurementUnit.MicrogramsPerCubicMetre => " µg/m³",
        MeasurementUnit.MilligramsPerCubicMetre => " mg/m³",
        MeasurementUnit.CubicMetresPerHour => " m³/h",
        MeasurementUnit.Pascals => " Pa",
        MeasurementUnit.Kilopascals => " kPa",
        MeasurementUnit.ArcDegrees => "°",
        MeasurementUnit.Metres => " m",
        MeasurementUnit.Centimetres => " cm",
        MeasurementUnit.Litres => " l",
        MeasurementUnit.Decibels => " dB",
        _ => " " + property.RawUnit,
    };
}
