using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>
/// Buckets in few bytes, one after another. A chunk stands for itself: one byte the signal's class, the minute at which its first bucket begins, the number that the first bucket is
/// told against; then for each bucket how many minutes after the one before it begins, its flags, and what it holds against the last value of the one before.
/// </summary>
internal sealed class ChunkWriter(RollupLevel level, SignalClass signal)
{
    // A row of a table without rowid that is longer than a quarter of a page spills over into a page of its own.
    private const int BytesMax = 480;

    private readonly ByteWriter _entry = new();
    private long _previous;

    /// <summary>Minutes of a bucket that needs not to say how long it is.</summary>
    public static long UsualMinutes(RollupLevel level) => level switch
    {
        RollupLevel.Minute => 1,
        RollupLevel.Hour => 60,
        _ => 1_440,
    };

    public ByteWriter Tail { get; } = new();

    /// <summary>Start of the first bucket, in minutes.</summary>
    public long Begin { get; private set; }

    /// <summary>The number that the next bucket is told against.</summary>
    public long Origin { get; private set; }

    /// <summary>Adds a bucket; where there is no more room, what was there before is handed out first.</summary>
    public void Add(in Bucket bucket, Summary summary, List<FinishedChunk> finished)
    {
        if (Tail.Length == 0)
        {
            Start(bucket);
        }

        Encode(bucket, summary);
        if (Tail.Length + _entry.Length > BytesMax && Tail.Length > 0)
        {
            Finish(finished);
            Start(bucket);
            Encode(bucket, summary);
        }

        Tail.Bytes(_entry.Written);
        _previous = bucket.Begin;
        if (summary.Last.Has)
        {
            Origin = summary.Last.Number;
        }
    }

    /// <summary>Hands out what there is.</summary>
    public void Finish(List<FinishedChunk> finished)
    {
        if (Tail.Length > 0)
        {
            finished.Add(new FinishedChunk(level, Begin, Tail.ToArray()));
            Tail.Clear();
        }
    }

    /// <summary>Goes on with a chunk that was kept.</summary>
    /// <param name="bytes">The chunk.</param>
    /// <param name="last">The last value of its last bucket.</param>
    public void GoOn(ReadOnlySpan<byte> bytes, long last)
    {
        Tail.Clear();
        Tail.Bytes(bytes);
        Origin = last;
        if (bytes.IsEmpty)
        {
            return;
        }

        var reader = new ChunkReader(bytes, level, signal, Summary.For(signal));
        Begin = reader.Begin;
        while (reader.TryRead(out var bucket))
        {
            _previous = bucket.Begin;
        }
    }

    private void Start(in Bucket bucket)
    {
        Begin = Moment.FloorDivide(bucket.Begin, Moment.PerMinute);
        _previous = bucket.Begin;
        Tail.Byte((byte)signal);
        Tail.Signed(Begin);
        Tail.Signed(Origin);
    }

    private void Encode(in Bucket bucket, Summary summary)
    {
        _entry.Clear();
        _entry.Signed((bucket.Begin - _previous) / Moment.PerMinute);
        var last = summary.Last.Has ? summary.Last.Number : Origin;
        var zeros = TrailingZeros.Of(last - Origin, summary.HasContent ? summary.Zeros(Origin) : TrailingZeros.Most);
        var minutes = (bucket.End - bucket.Begin) / Moment.PerMinute;
        var flags = (minutes == UsualMinutes(level) ? BucketFlags.IsUsual : 0)
            | (summary.KnownMs == bucket.End - bucket.Begin ? BucketFlags.IsWhole : 0)
            | (bucket.IsKnownAtEnd ? BucketFlags.IsKnownAtEnd : 0)
            | (summary.HasContent ? BucketFlags.HasContent : 0)
            | (summary.Last.Has ? BucketFlags.HasLast : 0);
        _entry.Byte((byte)((int)flags | (zeros << ChunkReader.ZerosShift)));
        if ((flags & BucketFlags.IsUsual) == 0)
        {
            _entry.Unsigned((ulong)minutes);
        }

        if ((flags & BucketFlags.IsWhole) == 0)
        {
            _entry.Unsigned((ulong)summary.KnownMs);
        }

        if (summary.Last.Has)
        {
            LastBytes.Write(_entry, signal, summary.Last, Origin, TrailingZeros.Scale(zeros));
        }

        if (summary.HasContent)
        {
            summary.Write(_entry, Origin, TrailingZeros.Scale(zeros));
        }
    }
}
