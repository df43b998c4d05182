using System.Globalization;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;

namespace IotHub.Storage.Writer;

/// <summary>
/// Keeps <c>history.db</c> within its bytes. SQLite itself holds the hard cap (max_page_count); this makes room before it is reached, by
/// deleting the oldest rows in bounded steps: values older than <see cref="StorageOptions.RawDays"/>, then minutes, then values down to the last day, then hours, then values of that day.
/// Nothing goes while something finer of the same time is there, and days stay. The value that was in force at the cut stays for each property that the home still has, so
/// that a chart after the cut is exact.
/// </summary>
internal sealed class HistoryBudget
{
    // Room is made once 15/16 of the cap are in use: the rest takes what one batch can add while rows are deleted.
    private const int WatermarkSixteenths = 15;

    // Each step deletes what began in the oldest 1/64 of the time that is kept: eight megabytes of the default budget.
    private const int SliceParts = 64;

    // 1,024 pages of 4 KiB: how much one step gives back to the disk.
    private const int VacuumPagesPerStep = 1024;

    private const string FindFirst =
        "SELECT s.id, EXISTS (SELECT 1 FROM last_value l WHERE l.series = s.id), (SELECT min(h.at) FROM history h WHERE h.series = s.id), " +
        "(SELECT min(h.at) FROM history h WHERE h.series = s.id AND h.at > (SELECT min(f.at) FROM history f WHERE f.series = s.id)) FROM series s";

    private const string OldestTrace =
        "SELECT min(coalesce((SELECT min(at) FROM decision), 9223372036854775807), coalesce((SELECT min(sent_at) FROM command), 9223372036854775807))";

    private const string NewestTrace = "SELECT max(coalesce((SELECT max(at) FROM decision), 0), coalesce((SELECT max(sent_at) FROM command), 0))";

    // Hours make room for no more than this of values: a house of chatty meters must not lose its years for them.
    private const long LastDay = TimeSpan.TicksPerDay;

    private readonly HistoryTables _tables;
    private readonly RollupBudget _rollups;
    private readonly long _rawTicks;
    private readonly long _bytesMax;
    private readonly int _rowsPerStep;
    private readonly Statement _findKept;
    private readonly Statement _delete;
    private readonly Statement _findNewest;
    private readonly long _pageBytes;

    public HistoryBudget(HistoryTables tables, StorageOptions options)
    {
        _tables = tables;
        _bytesMax = options.HistoryBytesMax;
        _rowsPerStep = options.TrimRowsPerStep;
        _rollups = new RollupBudget(tables.Database);
        _rawTicks = options.RawDays * TimeSpan.TicksPerDay;
        _pageBytes = Math.Max(tables.Database.Number("PRAGMA page_size"), 512);
        _findKept = tables.Database.Prepare("SELECT max(at) FROM history WHERE series = @series AND at <= @cut", "@series", "@cut");
        _findNewest = tables.Database.Prepare("SELECT max(at) FROM history WHERE series = @series", "@series");
        _delete = tables.Database.Prepare(
            "DELETE FROM history WHERE (series, at, cause) IN (SELECT series, at, cause FROM history WHERE series = @series AND at < @before ORDER BY at, cause LIMIT @rows)",
            "@series", "@before", "@rows");
        SetCap();
    }

    /// <summary>Bytes of pages in use.</summary>
    public long BytesUsed => (_tables.Database.Number("PRAGMA page_count") - _tables.Database.Number("PRAGMA freelist_count")) * _pageBytes;

    /// <summary>True when room should be made.</summary>
    public bool IsShort => BytesUsed > _bytesMax / 16 * WatermarkSixteenths;

    /// <summary>Deletes a bounded number of the oldest rows in a transaction of its own.</summary>
    /// <returns>How many rows went; 0 when there is nothing more that may go.</returns>
    public int Step()
    {
        var deleted = 0;
        _tables.InTransactionRaw(() => deleted = DeleteOldest());

        // Freed pages are used again first; only what lies above the cap (it was lowered) need go back to the disk.
        if (_tables.Database.Number("PRAGMA page_count") * _pageBytes > _bytesMax)
        {
            _tables.Database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({VacuumPagesPerStep})"));
            SetCap();
        }

        return deleted;
    }

    private int DeleteOldest()
    {
        var deleted = DeleteOldestValues(_rawTicks);
        deleted = deleted > 0 ? deleted : _rollups.DropOldest(RollupLevel.Minute, RollupLevel.Raw, _rowsPerStep);
        deleted = deleted > 0 ? deleted : DeleteOldestValues(LastDay);
        deleted = deleted > 0 ? deleted : _rollups.DropOldest(RollupLevel.Hour, RollupLevel.Minute, _rowsPerStep);
        deleted = deleted > 0 ? deleted : DeleteOldestValues(0);
        return deleted > 0 ? deleted : DropAway(long.MaxValue);
    }

    /// <summary>Deletes the oldest values, decisions and commands.</summary>
    /// <param name="keepTicks">What is no older than this, counted from the newest, stays.</param>
    private int DeleteOldestValues(long keepTicks)
    {
        var series = new List<(long Id, bool IsLive, long Oldest)>();
        using (var reader = _tables.Database.Prepared(FindFirst).Read())
        {
            while (reader.Read())
            {
                // A property that still has a value keeps its oldest row until the next one is older than the cut: it is in force till then.
                var isLive = reader.GetInt64(1) != 0;
                var column = isLive ? 3 : 2;
                if (!reader.IsDBNull(column))
                {
                    series.Add((reader.GetInt64(0), isLive, reader.GetInt64(column)));
                }
            }
        }

        // Values, decisions and commands are one time: the oldest of any kind goes first.
        var (oldestTrace, newestTrace) = (_tables.Database.Number(OldestTrace), _tables.Database.Number(NewestTrace));
        var hasTraces = oldestTrace != long.MaxValue;
        if (series.Count == 0 && !hasTraces)
        {
            return 0;
        }

        var oldest = series.Select(one => one.Oldest).Append(oldestTrace).Min();
        var newest = series.Select(one => _findNewest.Number(one.Id)!.Value).Append(hasTraces ? newestTrace : long.MinValue).Max();
        var cut = Math.Min(oldest + ((newest - oldest) / SliceParts), newest - keepTicks);
        if (cut < oldest)
        {
            return 0;
        }

        var deleted = hasTraces ? _tables.DropTraces(cut, _rowsPerStep) : 0;
        var left = _rowsPerStep - deleted;
        foreach (var one in series.Where(one => one.Oldest <= cut).OrderBy(one => one.Oldest).ThenBy(one => one.Id))
        {
            if (left <= 0)
            {
                break;
            }

            var before = one.IsLive ? _findKept.Number(one.Id, cut)!.Value : cut + 1;
            var rows = _delete.Run(one.Id, before, (long)left);
            deleted += rows;
            left -= rows;
        }

        if (deleted > 0)
        {
            _rollups.SetCompleteFrom(RollupLevel.Raw, cut + 1);
            deleted += DropAway(cut);
        }

        _tables.Series.DropEmpty();
        return deleted;
    }

    // When devices were away is asked for values as they came; what was last said of each stays.
    private int DropAway(long cut) => _tables.Database.Prepared(
        "DELETE FROM away WHERE (device, at) IN (SELECT device, at FROM away a WHERE at <= @cut AND EXISTS (SELECT 1 FROM away WHERE device = a.device AND at > a.at AND at <= @cut) LIMIT @rows)",
        "@cut", "@rows").Run(cut, (long)_rowsPerStep);

    // Never below what the file has now: SQLite raises it to that by itself.
    private void SetCap() => _tables.Database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {_bytesMax / _pageBytes}"));
}
