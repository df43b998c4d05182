using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.Sun;

namespace IotHub.Automation.Tests.Schedules;

/// <summary>Homes around the world, and moments as people write them.</summary>
internal static class Places
{
    public static readonly HomePlace Berlin = At("Europe/Berlin", 52.52, 13.405);
    public static readonly HomePlace Tromso = At("Europe/Oslo", 69.5, 19.0);
    public static readonly HomePlace Utc = In("Etc/UTC");

    public static HomePlace In(string zone) => new() { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) };

    public static HomePlace At(string zone, double latitude, double longitude) => In(zone) with { Position = Position(latitude, longitude) };

    public static GeoPosition Position(double latitude, double longitude) => GeoPosition.TryCreate(latitude, longitude, out _)!;

    /// <summary>A moment in UTC.</summary>
    public static DateTimeOffset Utcs(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The moments that come after one and not after another, with their slots.</summary>
    public static List<Occurrence> Walk(Schedule schedule, DateTimeOffset after, DateTimeOffset upTo, HomePlace place)
    {
        var found = new List<Occurrence>();
        var next = schedule.Next(after, place);
        while (next is { } occurrence && occurrence.Moment <= upTo)
        {
            Assert.True(occurrence.Moment > after, $"{schedule}: {occurrence.Moment:u} is not after {after:u}");
            Assert.True(found.Count == 0 || occurrence.Slot > found[^1].Slot, $"{schedule}: slot {occurrence.Slot} at {occurrence.Moment:u} is not after the one before");
            found.Add(occurrence);
            after = occurrence.Moment;
            next = schedule.Next(after, place);
        }

        return found;
    }

    /// <summary>The local times that come, <c>2026-03-29 03:00</c>.</summary>
    public static string[] Locals(Schedule schedule, string afterUtc, string upToUtc, HomePlace place) =>
        [.. Walk(schedule, Utcs(afterUtc), Utcs(upToUtc), place)
            .Select(occurrence => TimeZoneInfo.ConvertTime(occurrence.Moment, place.Zone).DateTime)
            .Select(local => local.ToString(local.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture))];
}
