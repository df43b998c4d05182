using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Writer;

/// <summary>
/// Sums up what is written, in the transaction that writes it. Tracks are kept in memory only to spare reading them: each is in the file as of the last change.
/// </summary>
internal sealed class RollupTable
{
    // Some 2 KiB each; all of them are in the file, so that forgetting them costs a read each.
    private const int TracksMax = 4_096;

    private readonly HomeDays _days;
    private readonly Statement _readOpen;
    private readonly Statement _saveOpen;
    private readonly Statement _readEvent;
    private readonly Statement _saveEvent;
    private readonly Statement _dropEvent;
    private readonly Statement _add;
    private readonly Statement _addAway;
    private readonly GapEdges _gaps;
    private readonly CounterReadings _counters;
    private readonly ByteWriter _bytes = new();
    private readonly Dictionary<long, Entry> _tracks = [];
    private readonly Dictionary<long, Entry> _changed = [];
    private long? _newest;

    public RollupTable(Database database, HomeDays days)
    {
        _days = days;
        _readOpen = database.Prepare("SELECT open, value, changed_at FROM last_value WHERE series = @series", "@series");
        _saveOpen = database.Prepare("UPDATE last_value SET open = @open WHERE series = @series", "@series", "@open");
        _readEvent = database.Prepare("SELECT open FROM event_open WHERE series = @series", "@series");
        _saveEvent = database.Prepare("INSERT INTO event_open VALUES (@series, @open) ON CONFLICT (series) DO UPDATE SET open = excluded.open", "@series", "@open");
        _dropEvent = database.Prepare("DELETE FROM event_open WHERE series = @series", "@series");
        _add = database.Prepare(
            "INSERT INTO rollup SELECT @series, @level, @start, coalesce(max(part) + 1, 0), @data FROM rollup WHERE series = @series AND level = @level AND start = @start",
            "@series", "@level", "@start", "@data");
        _gaps = new GapEdges(database);
        _counters = new CounterReadings(database);
        _addAway = database.Prepare("INSERT OR REPLACE INTO away VALUES (@device, @at, @here)", "@device", "@at", "@here");
    }

    /// <summary>Before the change is in <c>last_value</c>: what was in force there is where a series from before roll-ups begins.</summary>
    public void Report(Series series, DateTimeOffset at, PropertyValue value)
    {
        var moment = Moment.Of(at);
        _newest = Math.Max(_newest ?? moment, moment);
        var track = Changing(series).Track;
        if (value.HasValue || series.Class == SignalClass.Event)
        {
            track.Report(moment, value);
        }
        else
        {
            track.Forget(moment);
            Drop(series);
        }
    }

    /// <summary>A device went or came.</summary>
    public void SetHere(string device, IReadOnlyList<Series> series, bool isHere, DateTimeOffset at)
    {
        var moment = Moment.Of(at);
        _newest = Math.Max(_newest ?? moment, moment);
        _addAway.Run(device, at.UtcTicks, isHere ? 1L : 0L);
        foreach (var one in series)
        {
            SetHere(one, isHere, moment);
        }
    }

    /// <summary>Nobody looked since some time: all is unknown until devices are heard.</summary>
    /// <param name="all">All series.</param>
    /// <param name="since">Since when, as far as that is known; null for since the last thing that was written. What was heard after that was known.</param>
    /// <param name="now">When that ended.</param>
    public void LoseAll(IEnumerable<Series> all, DateTimeOffset? since, DateTimeOffset now)
    {
        var found = all.Select(Find).OfType<Entry>().ToList();
        var heard = found.Max(entry => entry.Track.Until) ?? long.MinValue;
        var moment = Math.Max(heard, since is { } known ? Moment.Of(known) : _newest ?? Moment.Of(now));

        // What was of the last millisecond came before.
        _addAway.Run(string.Empty, Moment.ToTicks(moment + 1) - 1, 0L);
        foreach (var entry in found.Where(entry => entry.Track.IsKnown))
        {
            entry.Track.Lose(moment);
            _changed[entry.Series.Id] = entry;
        }
    }

    /// <summary>The clock was set.</summary>
    public void SetClock(IEnumerable<Series> all, DateTimeOffset before, DateTimeOffset after)
    {
        foreach (var one in all)
        {
            if (Find(one) is { } entry)
            {
                entry.Track.SetClock(Moment.Of(before), Moment.Of(after));
                _changed[one.Id] = entry;
            }
        }
    }

    /// <summary>The signal has no value any more: what is open ends, and is kept.</summary>
    public void Drop(Series series)
    {
        if (Find(series) is { } entry)
        {
            entry.Sink.Finish(entry.Track.Value, isKnown: false);
            Add(series.Id, entry.Sink);
        }

        _dropEvent.Run(series.Id);
        Forget(series.Id);
    }

    /// <summary>The signal is summed up in another way from now on.</summary>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is.</param>
    public void Reclass(Series before, Series after)
    {
        Drop(before);
        Begin(after);
        using var reader = _readOpen.Read(after.Id);
        if (reader.Read())
        {
            // Buckets of the other class are not read any more: the value counts from where it began.
            Resume(_tracks[after.Id].Track, after, reader);
        }
    }

    /// <summary>What is known of the signal begins anew with what comes next.</summary>
    public void Begin(Series series)
    {
        var sink = new RollupSink(series.Class, _days);
        _tracks[series.Id] = _changed[series.Id] = new Entry(series, new SignalTrack(series.Class, sink), sink);
    }

    /// <summary>Writes what changed; at the end of each transaction.</summary>
    public void Write()
    {
        foreach (var (series, entry) in _changed)
        {
            Add(series, entry.Sink);
            var bytes = TrackBytes.Write(entry.Track, entry.Sink, _bytes);
            (entry.Series.Class == SignalClass.Event ? _saveEvent : _saveOpen).Run(series, bytes);
        }

        _changed.Clear();
        if (_tracks.Count > TracksMax)
        {
            _tracks.Clear();
        }
    }

    /// <summary>Forgets what is in memory: the transaction it belongs to failed, or the file is another.</summary>
    public void Forget()
    {
        _tracks.Clear();
        _changed.Clear();
    }

    public void Forget(long series)
    {
        _tracks.Remove(series);
        _changed.Remove(series);
    }

    /// <summary>Keeps the chunks that a sink has finished.</summary>
    public void Add(long series, RollupSink sink)
    {
        foreach (var chunk in sink.Finished)
        {
            _add.Run(series, (long)chunk.Level, chunk.Begin, chunk.Data);
        }

        sink.Finished.Clear();
    }

    private void SetHere(Series series, bool isHere, long moment)
    {
        if (Find(series) is not { } entry)
        {
            return;
        }

        if (isHere)
        {
            entry.Track.Return(moment);
        }
        else
        {
            entry.Track.Lose(moment);
        }

        _changed[series.Id] = entry;
    }

    private Entry Changing(Series series)
    {
        if (Find(series) is not { } entry)
        {
            Begin(series);
            entry = _tracks[series.Id];
        }

        _changed[series.Id] = entry;
        return entry;
    }

    private Entry? Find(Series series)
    {
        if (_tracks.TryGetValue(series.Id, out var entry))
        {
            return entry;
        }

        entry = series.Class == SignalClass.Event ? ReadEvent(series) : Read(series);
        if (entry is not null)
        {
            _tracks.Add(series.Id, entry);
        }

        return entry;
    }

    private Entry? ReadEvent(Series series)
    {
        using var reader = _readEvent.Read(series.Id);
        return reader.Read() && TrackBytes.TryRead(reader.GetFieldValue<byte[]>(0), SignalClass.Event, _days, out var track, out var sink) ? new Entry(series, track, sink) : null;
    }

    private Entry? Read(Series series)
    {
        using var reader = _readOpen.Read(series.Id);
        if (!reader.Read())
        {
            return null;
        }

        if (!reader.IsDBNull(0))
        {
            return TrackBytes.TryRead(reader.GetFieldValue<byte[]>(0), series.Class, _days, out var kept, out var keptSink) ? new Entry(series, kept, keptSink) : null;
        }

        // From before there were roll-ups: the history up to its last change is summed up beside this.
        var sink = new RollupSink(series.Class, _days);
        var track = new SignalTrack(series.Class, sink);
        Resume(track, series, reader);
        return new Entry(series, track, sink);
    }

    private void Resume(SignalTrack track, Series series, SqliteDataReader reader)
    {
        var since = reader.GetInt64(2);
        track.Resume(Moment.FromTicks(since), ValueColumn.Read(reader.Handle!, 1));
        if (track.Reading.Last is not null && _counters.At(series.Id, since) is { Last: not null } reading)
        {
            track.Reading = reading;
        }

        foreach (var edge in _gaps.Between(series.Device, since, long.MaxValue))
        {
            edge.Cross(track);
        }
    }

    private sealed record Entry(Series Series, SignalTrack Track, RollupSink Sink);
}
