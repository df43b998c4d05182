using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>Gathers the past of one signal in columns, out of buckets that were kept or out of values as they came.</summary>
internal sealed class ColumnFold(ColumnGrid grid, SignalClass signal) : ISpanSink
{
    private readonly Summary?[] _columns = new Summary?[grid.Count];
    private readonly bool[] _isKnownAtEnd = new bool[grid.Count];
    private long _end = long.MinValue;
    private bool _isKnown;
    private InForce _value;

    public SignalClass Signal => signal;

    public ColumnGrid Grid => grid;

    /// <summary>What a column holds; null for nothing.</summary>
    public Summary? this[int column] => _columns[column];

    /// <summary>False where nobody knew the value when the column ended.</summary>
    public bool IsKnownAtEnd(int column) => _isKnownAtEnd[column];

    /// <summary>Takes the next bucket; what lies between it and the one before is as the one before ended.</summary>
    public void Add(in Bucket bucket, Summary summary)
    {
        PassTo(bucket.Begin);

        // By its middle: a day that was cut by other clocks than today's belongs to the date that holds most of it.
        var column = grid.Find(bucket.Begin + ((bucket.End - bucket.Begin) / 2));
        if (column >= 0 && column < grid.Count)
        {
            At(column).Add(summary);
            _isKnownAtEnd[column] = bucket.IsKnownAtEnd;
        }

        GoOn(bucket.End, summary.Last, bucket.IsKnownAtEnd);
    }

    /// <summary>From a moment on a value is in force, or nobody knows.</summary>
    public void GoOn(long at, in InForce value, bool isKnown) => (_end, _value, _isKnown) = (at, value, isKnown);

    /// <summary>What was in force last still is, up to a moment.</summary>
    public void PassTo(long to)
    {
        if (_end != long.MinValue && to > _end)
        {
            Pass(_end, to, _value, _isKnown);
            _end = to;
        }
    }

    /// <inheritdoc/>
    public void Pass(long from, long to, in InForce value, bool isKnown)
    {
        from = Math.Max(from, grid.Begin);
        to = Math.Min(to, grid.End);
        if (from >= to)
        {
            return;
        }

        for (var column = grid.Find(from); column < grid.Count && grid[column] < to; column++)
        {
            if (isKnown)
            {
                At(column).Pass(value, Math.Min(to, grid[column + 1]) - Math.Max(from, grid[column]));
            }

            _isKnownAtEnd[column] = isKnown;
        }
    }

    /// <inheritdoc/>
    public void Become(long at, in Occurrence what)
    {
        var column = grid.Find(at);
        if (column >= 0 && column < grid.Count)
        {
            At(column).Become(what);
            _isKnownAtEnd[column] = true;
        }
    }

    /// <inheritdoc/>
    public void Break(in InForce value, bool isKnown)
    {
        // Columns stay where they are: what comes then falls into earlier ones.
    }

    private Summary At(int column) => _columns[column] ??= Summary.For(signal);
}
