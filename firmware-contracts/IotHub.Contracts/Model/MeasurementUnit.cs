namespace IotHub.Contracts.Model;

/// <summary>Units that the hub knows; the raw text is always kept beside them.</summary>
public enum MeasurementUnit
{
    /// <summary>No unit, or one that is not known.</summary>
    None,

    /// <summary>Percent.</summary>
    Percentage,

    /// <summary>Degrees Celsius.</summary>
    Celsius,

    /// <summary>Kelvin; used for colour temperature.</summary>
    Kelvin,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Days.</summary>
    Days,

    /// <summary>Weeks.</summary>
    Weeks,

    /// <summary>Colour as 0xRRGGBB.</summary>
    Rgb,

    /// <summary>Volts.</summary>
    Volts,

    /// <summary>Millivolts.</summary>
    Millivolts,

    /// <summary>Amperes.</summary>
    Amperes,

    /// <summary>Milliamperes.</summary>
    Milliamperes,

    /// <summary>Watts.</summary>
    Watts,

    /// <summary>Kilowatts.</summary>
    Kilowatts,

    /// <summary>Kilowatt-hours.</summary>
    KilowattHours,

    /// <summary>Lux.</summary>
    Lux,

    /// <summary>Parts per million.</summary>
    PartsPerMillion,

    /// <summary>Parts per billion.</summary>
    PartsPerBillion,

    /// <summary>Micrograms per cubic metre.</summary>
    MicrogramsPerCubicMetre,

    /// <summary>Milligrams per cubic metre.</summary>
    MilligramsPerCubicMetre,

    /// <summary>Cubic metres per hour.</summary>
    CubicMetresPerHour,

    /// <summary>Pascals.</summary>
    Pascals,

    /// <summary>Kilopascals.</summary>
    Kilopascals,

    /// <summary>Megapascals.</summary>
    Megapascals,

    /// <summary>Bar.</summary>
    Bar,

    /// <summary>Millimetres of mercury.</summary>
    MillimetresOfMercury,

    /// <summary>Degrees of arc.</summary>
    ArcDegrees,

    /// <summary>Metres.</summary>
    Metres,

    /// <summary>Centimetres.</summary>
    Centimetres,

    /// <summary>Litres.</summary>
    Litres,

    /// <summary>Millilitres.</summary>
    Millilitres,

    /// <summary>Grams.</summary>
    Grams,

    /// <summary>Kilometres per hour.</summary>
    KilometresPerHour,

    /// <summary>Beats per minute.</summary>
    BeatsPerMinute,

    /// <summary>Kilocalories.</summary>
    Kilocalories,

    /// <summary>Calories.</summary>
    Calories,

    /// <summary>Decibels.</summary>
    Decibels,

    /// <summary>Millimoles per litre.</summary>
    MillimolesPerLitre,

    /// <summary>Bytes per second.</summary>
    BytesPerSecond,

    /// <summary>Kilobytes per second.</summary>
    KilobytesPerSecond,

    /// <summary>Kilobytes.</summary>
    Kilobytes,

    /// <summary>A count of times or pieces.</summary>
    Count,

    /// <summary>Square metres.</summary>
    SquareMetres,

    /// <summary>Kilograms.</summary>
    Kilograms,
}
