using System.Collections.Frozen;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Which unit a free text of a contract means. Contracts spell one unit in many ways, also wrongly.</summary>
public static class UnitNames
{
    // Case matters first (mW is not MW), then does not: L and l, W and w are one.
    private static readonly FrozenDictionary<string, MeasurementUnit> ByName = new Dictionary<string, MeasurementUnit>(StringComparer.OrdinalIgnoreCase)
    {
        ["none"] = MeasurementUnit.None,
        ["percentage"] = MeasurementUnit.Percentage,
        ["percent"] = MeasurementUnit.Percentage,
        ["%"] = MeasurementUnit.Percentage,
        ["celsius"] = MeasurementUnit.Celsius,
        ["°C"] = MeasurementUnit.Celsius,
        ["℃"] = MeasurementUnit.Celsius,
        ["kelvin"] = MeasurementUnit.Kelvin,
        ["K"] = MeasurementUnit.Kelvin,
        ["ms"] = MeasurementUnit.Milliseconds,
        ["milliseconds"] = MeasurementUnit.Milliseconds,
        ["millisecond"] = MeasurementUnit.Milliseconds,
        ["seconds"] = MeasurementUnit.Seconds,
        ["second"] = MeasurementUnit.Seconds,
        ["s"] = MeasurementUnit.Seconds,
        ["minutes"] = MeasurementUnit.Minutes,
        ["minute"] = MeasurementUnit.Minutes,
        ["min"] = MeasurementUnit.Minutes,
        ["hours"] = MeasurementUnit.Hours,
        ["hour"] = MeasurementUnit.Hours,
        ["h"] = MeasurementUnit.Hours,
        ["days"] = MeasurementUnit.Days,
        ["day"] = MeasurementUnit.Days,
        ["weeks"] = MeasurementUnit.Weeks,
        ["week"] = MeasurementUnit.Weeks,
        ["rgb"] = MeasurementUnit.Rgb,
        ["V"] = MeasurementUnit.Volts,
        ["volt"] = MeasurementUnit.Volts,
        ["volts"] = MeasurementUnit.Volts,
        ["mV"] = MeasurementUnit.Millivolts,
        ["A"] = MeasurementUnit.Amperes,
        ["ampere"] = MeasurementUnit.Amperes,
        ["mA"] = MeasurementUnit.Milliamperes,
        ["watt"] = MeasurementUnit.Watts,
        ["watts"] = MeasurementUnit.Watts,
        ["W"] = MeasurementUnit.Watts,
        ["kW"] = MeasurementUnit.Kilowatts,
        ["kWh"] = MeasurementUnit.KilowattHours,
        ["lux"] = MeasurementUnit.Lux,
        ["lx"] = MeasurementUnit.Lux,
        ["ppm"] = MeasurementUnit.PartsPerMillion,
        ["ppb"] = MeasurementUnit.PartsPerBillion,
        ["\u03BCg/m3"] = MeasurementUnit.MicrogramsPerCubicMetre, // Greek mu
        ["\u00B5g/m3"] = MeasurementUnit.MicrogramsPerCubicMetre, // micro sign
        ["ug/m3"] = MeasurementUnit.MicrogramsPerCubicMetre,
        ["\u03BCg/m³"] = MeasurementUnit.MicrogramsPerCubicMetre,
        ["\u00B5g/m³"] = MeasurementUnit.MicrogramsPerCubicMetre,
        ["mg/m3"] = MeasurementUnit.MilligramsPerCubicMetre,
        ["mg/m³"] = MeasurementUnit.MilligramsPerCubicMetre,
        ["m3/h"] = MeasurementUnit.CubicMetresPerHour,
        ["m³/h"] = MeasurementUnit.CubicMetresPerHour,
        ["pascal"] = MeasurementUnit.Pascals,
        ["pa"] = MeasurementUnit.Pascals,
        ["kilopascal"] = MeasurementUnit.Kilopascals,
        ["kPa"] = MeasurementUnit.Kilopascals,
        ["megapascal"] = MeasurementUnit.Megapascals,
        ["bar"] = MeasurementUnit.Bar,
        ["mmHg"] = MeasurementUnit.MillimetresOfMercury,
        ["arcdegrees"] = MeasurementUnit.ArcDegrees,
        ["arcdegree"] = MeasurementUnit.ArcDegrees,
        ["arcdegress"] = MeasurementUnit.ArcDegrees,
        ["m"] = MeasurementUnit.Metres,
        ["metre"] = MeasurementUnit.Metres,
        ["meter"] = MeasurementUnit.Metres,
        ["cm"] = MeasurementUnit.Centimetres,
        ["m2"] = MeasurementUnit.SquareMetres,
        ["m²"] = MeasurementUnit.SquareMetres,
        ["L"] = MeasurementUnit.Litres,
        ["litre"] = MeasurementUnit.Litres,
        ["liter"] = MeasurementUnit.Litres,
        ["mL"] = MeasurementUnit.Millilitres,
        ["gram"] = MeasurementUnit.Grams,
        ["g"] = MeasurementUnit.Grams,
        ["kg"] = MeasurementUnit.Kilograms,
        ["kilogram"] = MeasurementUnit.Kilograms,
        ["km/h"] = MeasurementUnit.KilometresPerHour,
        ["bpm"] = MeasurementUnit.BeatsPerMinute,
        ["kCal"] = MeasurementUnit.Kilocalories,
        ["calorie"] = MeasurementUnit.Calories,
        ["dB"] = MeasurementUnit.Decibels,
        ["mmol/L"] = MeasurementUnit.MillimolesPerLitre,
        ["毫摩尔每升"] = MeasurementUnit.MillimolesPerLitre,
        ["B/s"] = MeasurementUnit.BytesPerSecond,
        ["KByte/s"] = MeasurementUnit.KilobytesPerSecond,
        ["KB/s"] = MeasurementUnit.KilobytesPerSecond,
        ["kB"] = MeasurementUnit.Kilobytes,
        ["times"] = MeasurementUnit.Count,
        ["pcs"] = MeasurementUnit.Count,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Texts that only case tells apart from a unit above, so that a megawatt never counts as a milliwatt's neighbour.
    private static readonly FrozenSet<string> OtherUnits = FrozenSet.ToFrozenSet(["MV", "MA", "Ms", "MS", "S", "H", "M", "G"], StringComparer.Ordinal);

    /// <summary>The unit that a text means; null, empty, <c>none</c> and blank text mean no unit.</summary>
    /// <returns>False for a text that is not known; <paramref name="unit"/> is then <see cref="MeasurementUnit.None"/>.</returns>
    public static bool TryGet(string? text, out MeasurementUnit unit)
    {
        unit = MeasurementUnit.None;
        var name = text?.Trim();
        return string.IsNullOrEmpty(name) || (!OtherUnits.Contains(name) && ByName.TryGetValue(name, out unit));
    }
}
