using System.Collections.Immutable;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Api.History;

/// <summary>Cuts time into hours, days, weeks, months and years of the home's clock.</summary>
/// <param name="zone">The home's time zone.</param>
internal sealed class EnergyParts(TimeZoneInfo zone)
{
    /// <summary>Parts of one answer: a year of days, a month of hours, with room.</summary>
    public const int PartsMax = 1_000;

    private static readonly ImmutableDictionary<string, int> BackByDefault = new Dictionary<string, int>
    {
        ["hour"] = 24,
        ["day"] = 7,
        ["week"] = 12,
        ["month"] = 12,
        ["year"] = 5,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    public static bool Knows(string by) => BackByDefault.ContainsKey(by);

    /// <summary>The whole parts that hold a span: when each begins, and when the last one ends; null where there are too many.</summary>
    public ImmutableArray<DateTimeOffset>? Cut(string by, DateTimeOffset from, DateTimeOffset to)
    {
        var bounds = ImmutableArray.CreateBuilder<DateTimeOffset>();
        if (by == "hour")
        {
            for (var at = Hour(from); bounds.Count == 0 || bounds[^1] < to; at = at.AddHours(1))
            {
                bounds.Add(at);
                if (bounds.Count > PartsMax + 1)
                {
                    return null;
                }
            }

            return bounds.ToImmutable();
        }

        for (var date = First(by, ZoneOffsets.DateAt(from, zone)); bounds.Count == 0 || bounds[^1] < to; date = Next(by, date))
        {
            bounds.Add(BeginOf(date));
            if (bounds.Count > PartsMax + 1)
            {
                return null;
            }
        }

        return bounds.ToImmutable();
    }

    /// <summary>The days that hold a span of whole ones, or of hours: when each begins, and when the last one ends.</summary>
    public ImmutableArray<DateTimeOffset> Days(DateTimeOffset from, DateTimeOffset to)
    {
        var bounds = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var date = ZoneOffsets.DateAt(from, zone); bounds.Count == 0 || bounds[^1] < to; date = date.AddDays(1))
        {
            bounds.Add(BeginOf(date));
        }

        return bounds.ToImmutable();
    }

    /// <summary>Where a question without a start begins: so many parts that the last one is the one that holds the end.</summary>
    public DateTimeOffset Before(string by, DateTimeOffset to)
    {
        var back = BackByDefault[by] - 1;
        var last = to.AddTicks(-1);
        if (by == "hour")
        {
            return Hour(last).AddHours(-back);
        }

        var date = First(by, ZoneOffsets.DateAt(last, zone));
        return BeginOf(by switch
        {
            "day" => date.AddDays(-back),
            "week" => date.AddDays(-7 * back),
            "month" => date.AddMonths(-back),
            _ => date.AddYears(-back),
        });
    }

    private static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static DateOnly First(string by, DateOnly date) => by switch
    {
        "week" => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        "month" => new DateOnly(date.Year, date.Month, 1),
        "year" => new DateOnly(date.Year, 1, 1),
        _ => date,
    };

    private static DateOnly Next(string by, DateOnly date) => by switch
    {
        "week" => date.AddDays(7),
        "month" => date.AddMonths(1),
        "year" => date.AddYears(1),
        _ => date.AddDays(1),
    };

    // A date that the zone left out begins with the next one.
    private DateTimeOffset BeginOf(DateOnly date) =>
        LocalDay.Of(date, zone)?.Start ?? LocalDay.Of(date.AddDays(1), zone)?.Start ?? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
}
