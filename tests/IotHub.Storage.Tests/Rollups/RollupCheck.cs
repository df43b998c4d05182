using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Storage.Files;
using IotHub.Storage.History;
using IotHub.Storage.Rollups;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>Says what a file holds of its signals, by values as they came and summed up: both must be the same.</summary>
internal static class RollupCheck
{
    /// <summary>Checks every signal that has values; the file is not open for writing.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="from">Start, on a midnight of the home.</param>
    /// <param name="to">End.</param>
    /// <returns>How many columns held something.</returns>
    public static int AssertSummedUp(StorageOptions options, DateTimeOffset from, DateTimeOffset to)
    {
        using var database = DatabaseFile.OpenReader(DatabaseKind.History, options);
        var days = new HomeDays(options.TimeZone);
        var (raw, rollups) = (new RawRows(database), new RollupRows(database, days));
        var now = Moment.Of(to);
        var count = 0;
        foreach (var (id, device, property, signal) in Series(database))
        {
            foreach (var level in new[] { RollupLevel.Minute, RollupLevel.Hour, RollupLevel.Day })
            {
                var grid = level == RollupLevel.Day
                    ? ColumnGrid.OfDays(Moment.Of(from), now, 10_000, days)
                    : ColumnGrid.Even(Moment.Of(from), now, 100_000, level == RollupLevel.Hour ? Moment.PerHour : Moment.PerMinute);
                var (expected, actual) = (new ColumnFold(grid, signal), new ColumnFold(grid, signal));
                raw.Read(id, device, now, int.MaxValue, expected);
                rollups.Read(id, level, now, actual);
                for (var i = 0; i < grid.Count; i++)
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{device}/{property} {level} {Moment.ToTime(grid[i]):O}: ");
                    Assert.Equal(place + Text(expected[i]), place + Text(actual[i]));
                    count += expected[i] is { IsEmpty: false } ? 1 : 0;
                }
            }
        }

        return count;
    }

    private static List<(long Id, string Device, string Property, SignalClass Class)> Series(Database database)
    {
        var found = new List<(long, string, string, SignalClass)>();
        using var reader = database.Prepared("SELECT id, device, property, class FROM series WHERE class <> 4").Read();
        while (reader.Read())
        {
            found.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2), (SignalClass)reader.GetInt64(3)));
        }

        return found;
    }

    private static string Text(Summary? summary) => summary switch
    {
        null or { IsEmpty: true } => "nothing",
        MeasurementSummary one => string.Create(CultureInfo.InvariantCulture, $"{one.KnownMs} {one.Integral} {one.Least} {one.Greatest}"),
        CounterSummary one => string.Create(CultureInfo.InvariantCulture, $"{one.KnownMs} {one.Increase} {one.AfterGap} {one.Gaps} {one.Resets} {one.Rollbacks} {one.Replacements}"),
        StateSummary one => $"{one.KnownMs} " + string.Join(' ', one.Stays.Where(stay => stay.Ms + stay.Entered > 0).OrderBy(stay => stay.Value.ToString(), StringComparer.Ordinal).Select(stay => $"{stay.Value}={stay.Ms}/{stay.Entered}")),
        _ => summary.KnownMs.ToString(CultureInfo.InvariantCulture),
    };
}
