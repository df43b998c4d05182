using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>The bucket of one level that a signal is in now, and those before it that do not fill a chunk yet.</summary>
internal sealed class LevelTrack(RollupLevel level, SignalClass signal, HomeDays days)
{
    public RollupLevel Level => level;

    public bool IsOpen { get; private set; }

    public long Begin { get; private set; }

    public long End { get; private set; }

    public Summary Open { get; } = Summary.For(signal);

    public ChunkWriter Chunk { get; } = new(level, signal);

    public void Pass(long from, long to, in InForce value, bool isKnown, List<FinishedChunk> finished)
    {
        if (!IsOpen)
        {
            OpenAt(from);
        }

        Spend(from, Math.Min(to, End), value, isKnown);
        if (to >= End)
        {
            // Whole buckets in between, in which nothing became of it, need not be kept.
            Close(value, isKnown, finished);
            OpenAt(to);
            Spend(Math.Max(from, Begin), to, value, isKnown);
        }
    }

    public void Become(long at, in Occurrence what)
    {
        if (!IsOpen)
        {
            OpenAt(at);
        }

        Open.Become(what);
    }

    public void Close(in InForce value, bool isKnown, List<FinishedChunk> finished)
    {
        if (IsOpen)
        {
            Open.Last = value;
            Chunk.Add(new Bucket(Begin, End, isKnown), Open, finished);
            Open.Clear();
            IsOpen = false;
        }
    }

    /// <summary>Goes on with a bucket that was kept; its summary is filled by the caller.</summary>
    public void GoOn(long begin, long end, bool isOpen) => (IsOpen, Begin, End) = (isOpen, begin, end);

    private void Spend(long from, long to, in InForce value, bool isKnown)
    {
        if (isKnown && to > from)
        {
            Open.Pass(value, to - from);
        }
    }

    private void OpenAt(long at)
    {
        // After the home's zone changed, the day that was open then ends first.
        var before = End;
        (Begin, End) = level switch
        {
            RollupLevel.Minute => Floor(at, Moment.PerMinute),
            RollupLevel.Hour => Floor(at, Moment.PerHour),
            _ => days.At(at),
        };
        Begin = before <= at && before < End ? Math.Max(Begin, before) : Begin;
        IsOpen = true;
    }

    private static (long Begin, long End) Floor(long at, long length)
    {
        var begin = Moment.FloorDivide(at, length) * length;
        return (begin, begin + length);
    }
}
