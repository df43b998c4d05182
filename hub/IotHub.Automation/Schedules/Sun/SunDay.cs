namespace IotHub.Automation.Schedules.Sun;

/// <summary>
/// A day of the sun at a place: from its lowest point over its highest to the next lowest. Between two of them the elevation only rises or only falls,
/// so each height is crossed at most once each way, and a day on which it is not crossed has no such event. Days follow each other without gap or
/// overlap at every latitude: at the poles, where the sun has no daily high and low, one day passes to the next at a fixed hour angle.
/// </summary>
/// <remarks>Everything is on whole seconds, at which the elevation is within 0.005° of what was asked.</remarks>
public readonly record struct SunDay
{
    private static readonly DateTimeOffset Zero = new(1900, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly GeoPosition _place;

    private SunDay(GeoPosition place, int number)
    {
        _place = place;
        Number = number;
    }

    /// <summary>Days of mean solar time since 1 January 1900.</summary>
    public int Number { get; }

    /// <summary>Noon by mean solar time, within 17 minutes of when the sun passes the meridian.</summary>
    public DateTimeOffset MeanNoon => Zero.AddDays(Number).AddSeconds(Math.Round(-240 * _place.Longitude));

    /// <summary>When the sun passes the meridian.</summary>
    public DateTimeOffset Noon => Transit(MeanNoon, 0);

    /// <summary>When the sun is lowest at the beginning of the day.</summary>
    public DateTimeOffset Lowest => Extreme(Midnight, -1);

    /// <summary>When the sun is highest.</summary>
    public DateTimeOffset Highest => Extreme(Noon, 1);

    private DateTimeOffset Midnight => Transit(MeanNoon.AddHours(-12), 180);

    /// <summary>The day that a moment lies in by mean solar time; the sun's own begins and ends some minutes apart from it, near the poles up to 6 h.</summary>
    public static SunDay Near(DateTimeOffset moment, GeoPosition place) =>
        new(place, (int)Math.Floor((moment - Zero.AddHours(-12).AddSeconds(Math.Round(-240 * place.Longitude))).TotalDays));

    /// <summary>A later or earlier day.</summary>
    public SunDay Add(int days) => new(_place, Number + days);

    /// <summary>When something happens on this day, on a whole second; null where it does not.</summary>
    public DateTimeOffset? Find(SunEvent happening)
    {
        if (happening.IsNoon)
        {
            return Noon;
        }

        // Highest and lowest follow from the declination alone, but for what that changes within the day; a degree is far more than it does.
        var declination = SunPosition.Declination(MeanNoon);
        var highest = 90 - Math.Abs(_place.Latitude - declination);
        var lowest = Math.Abs(_place.Latitude + declination) - 90;
        if (happening.Elevation >= highest + 1 || happening.Elevation <= lowest - 1)
        {
            return null;
        }

        // A height well between the two is crossed between the transits, away from the poles: no need to look for the extremes themselves.
        var isClear = Math.Abs(_place.Latitude) <= 80 && happening.Elevation < highest - 1 && happening.Elevation > lowest + 1;
        var top = isClear ? Noon : Highest;
        return happening.IsRising
            ? Crossing(isClear ? Midnight : Lowest, top, happening.Elevation)
            : Crossing(top, isClear ? Add(1).Midnight : Add(1).Lowest, happening.Elevation);
    }

    /// <summary>False when all of the day is over by then.</summary>
    internal bool EndsAfter(DateTimeOffset moment) => MeanNoon.AddHours(19) > moment;

    private static DateTimeOffset Middle(DateTimeOffset from, DateTimeOffset to) =>
        from.AddSeconds(Math.Floor((to - from).TotalSeconds / 2));

    // Newton's method: the hour angle grows by nearly 15° an hour, so that three steps are exact to the second.
    private DateTimeOffset Transit(DateTimeOffset near, double hourAngle)
    {
        for (var step = 0; step < 3; step++)
        {
            var off = SunPosition.HourAngle(near, _place.Longitude) - hourAngle;
            off -= 360 * Math.Round(off / 360);
            near = near.AddSeconds(Math.Round(-240 * off));
        }

        return near;
    }

    // The highest (sign 1) or lowest (sign -1) point within 6 h of a transit. The curve is a cosine and a slow drift, so within a quarter turn of a
    // transit it bends one way only and has one extreme there, be it at an end.
    private DateTimeOffset Extreme(DateTimeOffset transit, int sign)
    {
        long left = -6 * 3600;
        long right = 6 * 3600;
        while (left < right)
        {
            var middle = left + ((right - left) / 2);
            var (here, next) = (SunPosition.Elevation(transit.AddSeconds(middle), _place), SunPosition.Elevation(transit.AddSeconds(middle + 1), _place));
            if (sign * (next - here) > 0)
            {
                left = middle + 1;
            }
            else
            {
                right = middle;
            }
        }

        return transit.AddSeconds(left);
    }

    // The first second at which the elevation is on the other side. The elevation only rises, or only falls, from one to the other.
    private DateTimeOffset? Crossing(DateTimeOffset from, DateTimeOffset to, double elevation)
    {
        var isAbove = SunPosition.Elevation(from, _place) >= elevation;
        if (from >= to || SunPosition.Elevation(to, _place) >= elevation == isAbove)
        {
            return null;
        }

        while ((to - from).TotalSeconds > 1)
        {
            var middle = Middle(from, to);
            if (SunPosition.Elevation(middle, _place) >= elevation == isAbove)
            {
                from = middle;
            }
            else
            {
                to = middle;
            }
        }

        return to;
    }
}
