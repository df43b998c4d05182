using System.Collections.Immutable;
using System.Globalization;

namespace IotHub.Automation.Schedules.Sun;

/// <summary>
/// Something the sun does once a day where it does it at all: it rises above, or sets below, an elevation, or passes the meridian. Elevations are
/// geometric, of its centre.
/// </summary>
public readonly record struct SunEvent
{
    private SunEvent(string name, double elevation, bool isRising, bool isNoon)
    {
        Name = name;
        Elevation = elevation;
        IsRising = isRising;
        IsNoon = isNoon;
    }

    /// <summary>The upper edge appears: the centre at -0.833°, which is 34' of refraction and 16' of radius, as almanacs have it.</summary>
    public static SunEvent Sunrise { get; } = new("sunrise", -0.833, true, false);

    /// <summary>The upper edge disappears: the centre at -0.833°.</summary>
    public static SunEvent Sunset { get; } = new("sunset", -0.833, false, false);

    /// <summary>The sun passes the meridian; comes every day, in the polar night too.</summary>
    public static SunEvent Noon { get; } = new("noon", 0, false, true);

    /// <summary>All that have names. Dawn and dusk without a word are the civil ones, at -6°; nautical at -12°, astronomical at -18°.</summary>
    public static ImmutableArray<SunEvent> Named { get; } =
    [
        Sunrise, Sunset, Noon,
        new("dawn", -6, true, false), new("dusk", -6, false, false),
        new("civil-dawn", -6, true, false), new("civil-dusk", -6, false, false),
        new("nautical-dawn", -12, true, false), new("nautical-dusk", -12, false, false),
        new("astronomical-dawn", -18, true, false), new("astronomical-dusk", -18, false, false),
    ];

    /// <summary>As it is written, or <c>above 5°</c>, <c>below -4°</c>.</summary>
    public string Name { get; }

    /// <summary>Degrees that are crossed; of no account at noon.</summary>
    public double Elevation { get; }

    /// <summary>True when it is crossed upwards.</summary>
    public bool IsRising { get; }

    /// <summary>True for noon.</summary>
    public bool IsNoon { get; }

    /// <summary>The sun rises above, or sets below, an elevation; null where it is not from -90 to 90, and then a sentence says so.</summary>
    public static SunEvent? Crossing(double elevation, bool isRising, out TextFault? fault)
    {
        fault = elevation is >= -90 and <= 90
            ? null
            : new TextFault(0, string.Create(CultureInfo.InvariantCulture, $"The sun's elevation is from -90 to 90 degrees, found {elevation}."));
        return fault is null
            ? new SunEvent(string.Create(CultureInfo.InvariantCulture, $"{(isRising ? "above" : "below")} {elevation}°"), elevation, isRising, false)
            : null;
    }

    /// <summary>Reads an event and the time from it: <c>sunset</c>, <c>sunset-30m</c>, <c>sunrise + 1h</c>; otherwise says what is wrong.</summary>
    public static bool TryParse(string text, out SunEvent happening, out TimeSpan offset, out TextFault? fault)
    {
        happening = default;
        offset = default;
        fault = null;

        // The sign of the offset is the last one: names have hyphens too, but none before a digit.
        var sign = text.AsSpan().LastIndexOfAny('+', '-');
        var hasOffset = sign >= 0 && text.AsSpan(sign + 1).TrimStart() is { IsEmpty: false } rest && char.IsAsciiDigit(rest[0]);
        var name = (hasOffset ? text[..sign] : text).Trim();
        var index = Named.IndexOf(Named.FirstOrDefault(each => each.Name == name));
        if (index < 0)
        {
            fault = new TextFault(0, $"The sun has {string.Join(", ", Named.Select(each => each.Name))}; found \"{TextFault.Cut(name)}\".",
                name.Length > 40 ? null : Documents.NearestName.Suggest(name, Named.Select(each => each.Name)));
            return false;
        }

        happening = Named[index];
        if (!hasOffset)
        {
            return true;
        }

        var written = text[(sign + 1)..].Trim();
        if (!Compilation.Duration.TryParse(written, out offset))
        {
            var guess = written.Length <= 40 ? Compilation.Duration.Suggest(written) : null;
            fault = new TextFault(sign + 1, $"\"{TextFault.Cut(written)}\" is not a duration such as \"30m\".", guess is null ? null : $"Did you mean \"{name}{text[sign]}{guess}\"?");
            return false;
        }

        if (offset > ScheduleLimits.SunOffsetMax)
        {
            fault = new TextFault(sign + 1, $"\"{written}\" is more than {Compilation.Duration.Format(ScheduleLimits.SunOffsetMax)} from the event, nearer to that of another day.");
            return false;
        }

        offset = text[sign] == '-' ? -offset : offset;
        return true;
    }
}
