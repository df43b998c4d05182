using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>
/// A signal's track as it is kept with each change: where it stands, the open bucket of each level, and the buckets before it that do not fill a chunk yet. So a crash loses nothing that
/// the change itself did not lose.
/// </summary>
internal static class TrackBytes
{
    private const byte Version = 1;

    public static byte[] Write(SignalTrack track, RollupSink sink, ByteWriter writer)
    {
        writer.Clear();
        writer.Byte(Version);
        writer.Byte((byte)track.Signal);
        writer.Byte((byte)((track.Until is null ? 0 : 1) | (track.IsKnown ? 2 : 0) | (track.Value.Has ? 4 : 0) | (track.IsAfterGap ? 8 : 0)
            | (track.Reading.Last is null ? 0 : 16) | (track.Reading.Before is null ? 0 : 32)));
        writer.Signed(track.Until ?? 0);
        if (track.Value.Has)
        {
            LastBytes.Write(writer, track.Signal, track.Value, 0, 1);
        }

        writer.Signed(track.Reading.Last ?? 0);
        writer.Signed(track.Reading.Before ?? 0);
        foreach (var level in sink.Levels)
        {
            Write(level, track.Signal, writer);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a track; false where the bytes are damaged, of another version or of another class.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, SignalClass signal, HomeDays days, out SignalTrack track, out RollupSink sink)
    {
        sink = new RollupSink(signal, days);
        track = new SignalTrack(signal, sink);
        var reader = new ByteReader(bytes);
        if (reader.Byte() != Version || reader.Byte() != (byte)signal)
        {
            return false;
        }

        var flags = reader.Byte();
        var until = reader.Signed();
        track.Until = (flags & 1) != 0 ? until : null;
        track.IsKnown = (flags & 2) != 0;
        track.IsAfterGap = (flags & 8) != 0;
        track.Value = (flags & 4) != 0 ? LastBytes.Read(ref reader, signal, 0, 1) : InForce.None;
        var (last, before) = (reader.Signed(), reader.Signed());
        track.Reading = new CounterReading((flags & 16) != 0 ? last : null, (flags & 32) != 0 ? before : null);
        foreach (var level in sink.Levels)
        {
            Read(ref reader, level, signal);
        }

        return !reader.IsBroken;
    }

    private static void Write(LevelTrack level, SignalClass signal, ByteWriter writer)
    {
        var open = level.Open;
        writer.Byte((byte)((level.IsOpen ? 1 : 0) | (open.HasContent ? 2 : 0) | (open.Last.Has ? 4 : 0)));
        writer.Signed(Moment.FloorDivide(level.Begin, Moment.PerMinute));
        writer.Signed((level.End - level.Begin) / Moment.PerMinute);
        writer.Unsigned((ulong)open.KnownMs);
        if (open.Last.Has)
        {
            LastBytes.Write(writer, signal, open.Last, 0, 1);
        }

        if (open.HasContent)
        {
            open.Write(writer, 0, 1);
        }

        writer.Signed(level.Chunk.Origin);
        writer.Unsigned((ulong)level.Chunk.Tail.Length);
        writer.Bytes(level.Chunk.Tail.Written);
    }

    private static void Read(ref ByteReader reader, LevelTrack level, SignalClass signal)
    {
        var flags = reader.Byte();
        var begin = reader.Signed() * Moment.PerMinute;
        var end = begin + (reader.Signed() * Moment.PerMinute);
        level.GoOn(begin, end, (flags & 1) != 0);
        level.Open.KnownMs = (long)reader.Unsigned();
        if ((flags & 4) != 0)
        {
            level.Open.Last = LastBytes.Read(ref reader, signal, 0, 1);
        }

        if ((flags & 2) != 0)
        {
            level.Open.Read(ref reader, 0, 1);
        }

        var origin = reader.Signed();
        level.Chunk.GoOn(reader.Bytes(reader.Count()), origin);
    }
}
