using System.Collections.Concurrent;
using System.Globalization;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;

namespace IotHub.Automation.Tests.Schedules;

/// <summary>
/// Every change of clocks of every zone from 2000 to 2040, against an oracle that knows only which local minute each UTC minute shows. Zones whose
/// clocks show the same throughout are walked once.
/// </summary>
public sealed class ZoneWalkTests
{
    private static readonly DateTime From = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime To = new(2041, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Lazy<List<ZoneChanges>> Zones = new(FindZones);

    [Fact]
    public void SystemZones_AreThere_AndNoTwoChangesAreWithinThreeDays()
    {
        Assert.True(TimeZoneInfo.GetSystemTimeZones().Count >= 400, $"only {TimeZoneInfo.GetSystemTimeZones().Count} zones: install the time zone data");
        var close = Zones.Value.SelectMany(zone => zone.Changes.Zip(zone.Changes.Skip(1))
            .Where(pair => pair.Second.At - pair.First.At < TimeSpan.FromDays(3))
            .Select(pair => $"{zone.Zone.Id} {pair.First.At:u} {pair.Second.At:u}"));
        Assert.Empty(close);
        Assert.True(Zones.Value.Sum(zone => zone.Changes.Count) > 2000, "hardly any changes were found, so nothing was tested");
    }

    [Fact]
    public void Times_AroundEveryChangeOfEveryZone_ComeOncePerExistingLocalDayUnderEachPolicy()
    {
        var faults = new ConcurrentBag<string>();
        Parallel.ForEach(Zones.Value, zone =>
        {
            var place = new HomePlace { Zone = zone.Zone };
            foreach (var change in zone.Changes)
            {
                WalkChange(place, change, faults);
            }
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults.Take(20)));
    }

    [Fact]
    public void Times_OnOrdinaryDaysAndEveryLeapDayOfEveryZone_ComeOncePerLocalDay()
    {
        var faults = new ConcurrentBag<string>();
        var schedule = new TimesSchedule(new TimeOnly(0, 0), new TimeOnly(2, 30), new TimeOnly(23, 59, 59));
        Parallel.ForEach(Zones.Value, zone =>
        {
            var place = new HomePlace { Zone = zone.Zone };
            var days = Enumerable.Range(0, 150).Select(index => From.AddDays(3 + (index * 97)))
                .Concat(Enumerable.Range(0, 11).Select(index => new DateTime(2000 + (4 * index), 2, 28, 12, 0, 0, DateTimeKind.Utc)));
            foreach (var day in days.Where(day => !zone.Changes.Exists(change => Math.Abs((change.At - day).TotalDays) < 4)))
            {
                var offset = zone.Zone.GetUtcOffset(day);
                var midnight = DateOnly.FromDateTime(day + offset).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - offset;
                var found = Places.Walk(schedule, midnight.AddTicks(-1), midnight.AddDays(2).AddTicks(-1), place).Select(occurrence => occurrence.Moment.UtcDateTime);
                var expected = new[] { 0, 9000, 86399, 86400, 86400 + 9000, 86400 + 86399 }.Select(second => midnight.AddSeconds(second));
                if (!found.SequenceEqual(expected))
                {
                    faults.Add($"{zone.Zone.Id} {midnight:u}");
                }
            }
        });
        Assert.True(faults.IsEmpty, string.Join('\n', faults.Take(20)));
    }

    // Every local minute within 28 h of a change, then the times that matter, under each policy that matters.
    private static void WalkChange(HomePlace place, Change change, ConcurrentBag<string> faults)
    {
        var start = change.At.AddHours(-28);
        var shown = new Dictionary<DateTime, (DateTime First, DateTime Last)>(56 * 60);
        var dates = new HashSet<DateOnly>();
        for (var minute = start; minute < change.At.AddHours(28); minute = minute.AddMinutes(1))
        {
            var local = minute + place.Zone.GetUtcOffset(minute);
            shown[local] = (shown.TryGetValue(local, out var moments) ? moments.First : minute, minute);
            dates.Add(DateOnly.FromDateTime(local));
        }

        var (before, after) = (change.At + change.Before, change.At + change.After);
        var times = new[] { -1, 0, 29 }.SelectMany(minute => new[] { before.AddMinutes(minute), after.AddMinutes(minute), after.AddMinutes(-minute - 1) })
            .Append(before.AddMinutes((after - before).TotalMinutes / 2)).Select(TimeOnly.FromDateTime)
            .Append(TimeOnly.MinValue).Append(new TimeOnly(23, 59)).Append(new TimeOnly(12, 0)).Distinct();
        var policies = change.After > change.Before
            ? new[] { new ClockChangePolicy(SkippedTime.AtJump, default), new ClockChangePolicy(SkippedTime.Shifted, default) }
            : [new ClockChangePolicy(default, RepeatedTime.First), new ClockChangePolicy(default, RepeatedTime.Second)];
        foreach (var time in times)
        {
            foreach (var policy in policies)
            {
                var schedule = new TimesSchedule(time) { ClockChange = policy };
                var found = Places.Walk(schedule, start, change.At.AddHours(28), place).Select(occurrence => (occurrence.Slot.Date, occurrence.Moment.UtcDateTime));
                var expected = dates.Order()
                    .Select(date => (date, Expected(date.ToDateTime(time), shown, change, policy)))
                    .Where(day => day.Item2 > start && day.Item2 <= change.At.AddHours(28))
                    .ToList();

                // Asked just before, and asked of the day itself, the answer is the same.
                var isAlike = expected.TrueForAll(day => schedule.Next(new DateTimeOffset(day.Item2.AddTicks(-1)), place)?.Moment.UtcDateTime == day.Item2
                    && LocalDay.Of(day.date, place.Zone)!.At(time, policy).UtcDateTime == day.Item2);
                if (!isAlike || !found.SequenceEqual(expected))
                {
                    faults.Add($"{place.Zone.Id} {change.At:u} {time:HH:mm} {policy}: {string.Join(", ", found)} instead of {string.Join(", ", expected)}");
                }
            }
        }
    }

    private static DateTime Expected(DateTime local, Dictionary<DateTime, (DateTime First, DateTime Last)> shown, Change change, ClockChangePolicy policy)
    {
        if (shown.TryGetValue(local, out var moments))
        {
            return policy.Repeated == RepeatedTime.First ? moments.First : moments.Last;
        }

        // Shown by no minute: skipped, or beyond the window on either side.
        var skipped = local - (change.At + change.Before);
        return skipped < TimeSpan.Zero || local >= change.At + change.After ? DateTime.MinValue
            : policy.Skipped == SkippedTime.AtJump ? change.At
            : change.At + skipped;
    }

    private static List<ZoneChanges> FindZones()
    {
        var zones = new ConcurrentDictionary<string, ZoneChanges>();
        Parallel.ForEach(TimeZoneInfo.GetSystemTimeZones(), zone =>
        {
            var changes = new List<Change>();
            var offset = zone.GetUtcOffset(From);
            for (var at = From; at < To; at = at.AddHours(12))
            {
                if (zone.GetUtcOffset(at) != offset)
                {
                    var minute = at.AddHours(-12);
                    while (zone.GetUtcOffset(minute) == offset)
                    {
                        minute = minute.AddMinutes(1);
                    }

                    var next = zone.GetUtcOffset(minute);
                    changes.Add(new Change(minute, offset, next));
                    offset = next;
                }
            }

            var signature = string.Join(' ', changes.Select(change => change.ToString())) + zone.GetUtcOffset(From).ToString(null, CultureInfo.InvariantCulture);
            zones.TryAdd(signature, new ZoneChanges(zone, changes));
        });
        return [.. zones.Values];
    }

    private sealed record ZoneChanges(TimeZoneInfo Zone, List<Change> Changes);

    private sealed record Change(DateTime At, TimeSpan Before, TimeSpan After);
}
