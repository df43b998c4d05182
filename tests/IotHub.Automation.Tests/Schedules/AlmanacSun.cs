using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

/// <summary>
/// The low-precision solar coordinates of the Astronomical Almanac (section C, good to 0.01° from 1950 to 2050) with its sidereal time: a formula of
/// another origin than the one that is tested.
/// </summary>
internal static class AlmanacSun
{
    public static double Elevation(DateTimeOffset moment, GeoPosition place)
    {
        var days = (moment - new DateTimeOffset(2000, 1, 1, 12, 0, 0, TimeSpan.Zero)).TotalDays;
        var meanLongitude = 280.460 + (0.9856474 * days);
        var anomaly = Radians(357.528 + (0.9856003 * days));
        var ecliptic = Radians(meanLongitude + (1.915 * Math.Sin(anomaly)) + (0.020 * Math.Sin(2 * anomaly)));
        var obliquity = Radians(23.439 - (0.0000004 * days));
        var rightAscension = Math.Atan2(Math.Cos(obliquity) * Math.Sin(ecliptic), Math.Cos(ecliptic));
        var declination = Math.Asin(Math.Sin(obliquity) * Math.Sin(ecliptic));
        var siderealHours = 18.697374558 + (24.06570982441908 * days);
        var hourAngle = Radians((siderealHours * 15) + place.Longitude) - rightAscension;
        var latitude = Radians(place.Latitude);
        return Math.Asin(Math.Clamp((Math.Sin(latitude) * Math.Sin(declination)) + (Math.Cos(latitude) * Math.Cos(declination) * Math.Cos(hourAngle)), -1, 1)) * 180 / Math.PI;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
