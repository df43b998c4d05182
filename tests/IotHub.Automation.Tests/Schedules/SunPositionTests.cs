using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

public sealed class SunPositionTests
{
    // Declination and Greenwich hour angle of the sun at 0 h UT, from a nautical almanac for 1999.
    [Theory]
    [InlineData("1999-01-01", -23, 3, 9.3, 179, 12, 41.8)]
    [InlineData("1999-01-05", -22, 40, 57.1, 178, 44, 57.4)]
    [InlineData("1999-01-10", -22, 3, 6.8, 178, 12, 36.2)]
    [InlineData("1999-01-15", -21, 14, 29.8, 177, 43, 33.5)]
    [InlineData("1999-01-20", -20, 15, 41.2, 177, 18, 33.2)]
    public void DeclinationAndHourAngle_AreThoseOfTheAlmanac(string date, int degrees, int minutes, double seconds, int hourDegrees, int hourMinutes, double hourSeconds)
    {
        var moment = Places.Utcs(date + "T00:00");
        var declination = -(Math.Abs(degrees) + (minutes / 60.0) + (seconds / 3600));
        var hourAngle = hourDegrees + (hourMinutes / 60.0) + (hourSeconds / 3600);

        Assert.InRange(SunPosition.Declination(moment) - declination, -0.002, 0.002);
        Assert.InRange(Math.IEEERemainder(SunPosition.HourAngle(moment, 0) - hourAngle, 360), -0.011, 0.011);
    }

    [Fact]
    public void Elevation_AllOverTheWorldAndTheYears_IsWithinAFiftiethDegreeOfAnotherFormula()
    {
        var worst = 0.0;
        for (var moment = Places.Utcs("2000-01-01T00:00"); moment.Year < 2041; moment = moment.AddHours(331))
        {
            for (var latitude = -90; latitude <= 90; latitude += 15)
            {
                var place = Places.Position(latitude, (moment.DayOfYear % 361) - 180);
                worst = Math.Max(worst, Math.Abs(SunPosition.Elevation(moment, place) - AlmanacSun.Elevation(moment, place)));
            }
        }

        Assert.InRange(worst, 0, 0.02);
    }

    [Theory]
    [InlineData(90.1, 0, "A latitude is from -90 to 90 degrees, found 90.1.")]
    [InlineData(0, -180.5, "A longitude is from -180 to 180 degrees, found -180.5.")]
    [InlineData(double.NaN, 0, "A latitude is from -90 to 90 degrees, found NaN.")]
    public void TryCreate_OutOfRange_IsRefused(double latitude, double longitude, string words)
    {
        Assert.Null(GeoPosition.TryCreate(latitude, longitude, out var fault));
        Assert.Equal(words, fault);
    }
}
