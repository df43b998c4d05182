using System.Globalization;

namespace IotHub.Automation.Schedules.Sun;

/// <summary>A place on Earth.</summary>
public sealed record GeoPosition
{
    private GeoPosition(double latitude, double longitude)
    {
        Latitude = latitude;
        Longitude = longitude;
    }

    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>The place; null where a number is out of its range, and then a sentence says which.</summary>
    public static GeoPosition? TryCreate(double latitude, double longitude, out string? fault)
    {
        fault = latitude is not (>= -90 and <= 90)
            ? string.Create(CultureInfo.InvariantCulture, $"A latitude is from -90 to 90 degrees, found {latitude}.")
            : longitude is not (>= -180 and <= 180)
                ? string.Create(CultureInfo.InvariantCulture, $"A longitude is from -180 to 180 degrees, found {longitude}.")
                : null;
        return fault is null ? new GeoPosition(latitude, longitude) : null;
    }
}
