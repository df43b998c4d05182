using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>Reads the buckets of a chunk one after another, into one summary. A chunk of another class, from before a contract changed, has none.</summary>
internal ref struct ChunkReader
{
    public const int ZerosShift = 5;

    private readonly RollupLevel _level;
    private readonly SignalClass _signal;
    private readonly Summary _summary;
    private ByteReader _reader;
    private long _previous;
    private long _origin;

    public ChunkReader(ReadOnlySpan<byte> bytes, RollupLevel level, SignalClass signal, Summary summary)
    {
        (_level, _signal, _summary) = (level, signal, summary);
        _reader = new ByteReader(bytes);
        IsOfClass = _reader.Byte() == (byte)signal && !_reader.IsBroken;
        Begin = _reader.Signed();
        _origin = _reader.Signed();
        _previous = Begin * Moment.PerMinute;
    }

    public bool IsOfClass { get; }

    /// <summary>Start of the first bucket, in minutes.</summary>
    public long Begin { get; }

    /// <summary>Reads the next one; false after the last, and where bytes are damaged.</summary>
    public bool TryRead(out Bucket bucket)
    {
        bucket = default;
        if (!IsOfClass || _reader.IsAtEnd)
        {
            return false;
        }

        var begin = _previous + (_reader.Signed() * Moment.PerMinute);
        var first = _reader.Byte();
        var flags = (BucketFlags)(first & ((1 << ZerosShift) - 1));
        var scale = TrailingZeros.Scale(first >> ZerosShift);
        var minutes = (flags & BucketFlags.IsUsual) != 0 ? ChunkWriter.UsualMinutes(_level) : (long)_reader.Unsigned();
        var end = begin + (minutes * Moment.PerMinute);
        _summary.Clear();
        _summary.KnownMs = (flags & BucketFlags.IsWhole) != 0 ? end - begin : (long)_reader.Unsigned();
        if ((flags & BucketFlags.HasLast) != 0)
        {
            _summary.Last = LastBytes.Read(ref _reader, _signal, _origin, scale);
        }

        if ((flags & BucketFlags.HasContent) != 0)
        {
            _summary.Read(ref _reader, _origin, scale);
        }

        if (_reader.IsBroken)
        {
            return false;
        }

        _previous = begin;
        if (_summary.Last.Has)
        {
            _origin = _summary.Last.Number;
        }

        bucket = new Bucket(begin, end, (flags & BucketFlags.IsKnownAtEnd) != 0);
        return true;
    }
}
