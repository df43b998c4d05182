namespace IotHub.Automation.Schedules.Sun;

/// <summary>
/// Where the sun stands, to about 0.01° from 1900 to 2199: the solar coordinates of "lower accuracy" of J. Meeus, Astronomical Algorithms, 2nd edition,
/// chapter 25, with the sidereal time of chapter 12 and the horizontal coordinates of chapter 13. The difference between terrestrial and universal time
/// (about a minute, in which the sun moves by 0.0008°), parallax (0.002°) and refraction are left out: elevations are geometric, of the sun's centre.
/// </summary>
public static class SunPosition
{
    private const double Degree = Math.PI / 180;
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Degrees of the sun's centre above the horizon, without refraction; -90 to 90.</summary>
    public static double Elevation(DateTimeOffset moment, GeoPosition place)
    {
        var (declination, hourAngle) = Equatorial(moment, place.Longitude);
        var sine = (Math.Sin(place.Latitude * Degree) * Math.Sin(declination * Degree))
            + (Math.Cos(place.Latitude * Degree) * Math.Cos(declination * Degree) * Math.Cos(hourAngle * Degree));
        return Math.Asin(Math.Clamp(sine, -1, 1)) / Degree;
    }

    /// <summary>Degrees of the sun north of the celestial equator; about -23.4 to 23.4.</summary>
    public static double Declination(DateTimeOffset moment) => Equatorial(moment, 0).Declination;

    /// <summary>Degrees by which the sun has passed the meridian of a longitude; from -180 up to, not including, 180.</summary>
    public static double HourAngle(DateTimeOffset moment, double longitude) => Equatorial(moment, longitude).HourAngle;

    private static (double Declination, double HourAngle) Equatorial(DateTimeOffset moment, double longitude)
    {
        var days = (moment - Epoch).TotalDays;
        var t = days / 36525;

        // Chapter 25: mean longitude and anomaly, the equation of the centre, then the apparent longitude, with nutation and aberration.
        var meanLongitude = 280.46646 + (t * (36000.76983 + (t * 0.0003032)));
        var anomaly = (357.52911 + (t * (35999.05029 - (t * 0.0001537)))) * Degree;
        var centre = ((1.914602 - (t * (0.004817 + (t * 0.000014)))) * Math.Sin(anomaly))
            + ((0.019993 - (t * 0.000101)) * Math.Sin(2 * anomaly))
            + (0.000289 * Math.Sin(3 * anomaly));
        var node = (125.04 - (1934.136 * t)) * Degree;
        var longitudeOfSun = (meanLongitude + centre - 0.00569 - (0.00478 * Math.Sin(node))) * Degree;
        var obliquity = (23.43929111 - (t * (0.013004167 + (t * (0.000000164 - (t * 0.000000504))))) + (0.00256 * Math.Cos(node))) * Degree;
        var rightAscension = Math.Atan2(Math.Cos(obliquity) * Math.Sin(longitudeOfSun), Math.Cos(longitudeOfSun)) / Degree;
        var declination = Math.Asin(Math.Sin(obliquity) * Math.Sin(longitudeOfSun)) / Degree;

        // Chapter 12, with nutation in right ascension from the one term that matters.
        var sidereal = 280.46061837 + (360.98564736629 * days) + (t * t * (0.000387933 - (t / 38710000))) - (0.00478 * Math.Sin(node) * Math.Cos(obliquity));
        var hourAngle = Wrap(sidereal + longitude - rightAscension);
        return (declination, hourAngle);
    }

    private static double Wrap(double degrees)
    {
        var turns = degrees - (360 * Math.Floor((degrees + 180) / 360));
        return turns >= 180 ? -180 : turns;
    }
}
