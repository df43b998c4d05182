using IotHub.Storage.Files;
using IotHub.Storage.Rollups;
using IotHub.Storage.Values;
using static SQLitePCL.raw;

namespace IotHub.Storage.History;

/// <summary>Reads the values of one signal as they came, with the gaps between them, into columns.</summary>
internal sealed class RawRows(Database database)
{
    private readonly Statement _findInForce =
        database.Prepare("SELECT at, value FROM history WHERE series = @series AND at <= @from ORDER BY at DESC, cause DESC LIMIT 1", "@series", "@from");

    private readonly Statement _findSpan =
        database.Prepare("SELECT at, value FROM history WHERE series = @series AND at > @from AND at < @to ORDER BY at, cause LIMIT @rows", "@series", "@from", "@to", "@rows");

    private readonly Statement _findHere =
        database.Prepare("SELECT at, is_here FROM away WHERE device = @device AND at <= @from ORDER BY at DESC LIMIT 1", "@device", "@from");

    private readonly Statement _findLoss = database.Prepare(
        "SELECT 1 FROM away WHERE (device = @device OR device = '') AND at > @since AND at <= @from AND is_here = 0 LIMIT 1", "@device", "@since", "@from");

    private readonly GapEdges _gaps = new(database);
    private readonly CounterReadings _counters = new(database);

    /// <summary>Reads them.</summary>
    /// <param name="series">Which signal.</param>
    /// <param name="device">Its device.</param>
    /// <param name="now">What is in force last is, up to now.</param>
    /// <param name="rowsMax">Rows at most.</param>
    /// <param name="fold">Takes them.</param>
    /// <returns>How many rows there were; <paramref name="rowsMax"/> where there are more.</returns>
    public int Read(long series, string device, long now, int rowsMax, ColumnFold fold)
    {
        var (from, to) = (Moment.ToTicks(fold.Grid.Begin), Moment.ToTicks(fold.Grid.End));
        var track = new SignalTrack(fold.Signal, fold);
        Begin(series, device, from, track);
        var edges = _gaps.Between(device, from, to - 1);
        var edge = 0;
        var rows = 0;
        using (var reader = _findSpan.Read(series, from, to, (long)rowsMax))
        {
            for (; reader.Read(); rows++)
            {
                var at = sqlite3_column_int64(reader.Handle!, 0);
                edge = PassEdges(track, edges, edge, at);
                var value = ValueColumn.Read(reader.Handle!, 1);
                if (value.HasValue)
                {
                    track.Report(Moment.FromTicks(at), value);
                }
                else
                {
                    track.Forget(Moment.FromTicks(at));
                }
            }
        }

        PassEdges(track, edges, edge, long.MaxValue);
        var end = Math.Min(now, fold.Grid.End);
        if (track.Until is { } until && end > until)
        {
            fold.Pass(until, end, track.Value, track.IsKnown);
        }

        return rows;
    }

    private static int PassEdges(SignalTrack track, List<GapEdge> edges, int edge, long before)
    {
        for (; edge < edges.Count && edges[edge].At < before; edge++)
        {
            edges[edge].Cross(track);
        }

        return edge;
    }

    private void Begin(long series, string device, long from, SignalTrack track)
    {
        using var reader = _findInForce.Read(series, from);
        if (!reader.Read() || ValueColumn.Read(reader.Handle!, 1) is not { HasValue: true } value)
        {
            return;
        }

        var at = reader.GetInt64(0);
        track.Resume(Moment.FromTicks(from), value);
        if (track.Reading.Last is not null)
        {
            track.Reading = _counters.At(series, from);
        }

        var (own, hub) = (Here(device, from), Here(string.Empty, from));
        var last = own.At >= hub.At ? own : hub;
        if (last.At > at && !last.IsHere)
        {
            track.Lose(Moment.FromTicks(from));
        }

        // The device may be back, and the counter still say no more than before it went.
        track.IsAfterGap |= track.Reading.Last is not null && _findLoss.Number(device, at, from) is not null;
    }

    private (long At, bool IsHere) Here(string device, long from)
    {
        using var reader = _findHere.Read(device, from);
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1) != 0) : (long.MinValue, true);
    }
}
