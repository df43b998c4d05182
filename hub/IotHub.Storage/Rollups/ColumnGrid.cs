namespace IotHub.Storage.Rollups;

/// <summary>The columns of an answer: spans of time that follow one another.</summary>
/// <param name="bounds">When each begins, in milliseconds, and when the last one ends; two or more, rising.</param>
internal sealed class ColumnGrid(long[] bounds)
{
    private int _hint;

    public int Count => bounds.Length - 1;

    public long Begin => bounds[0];

    public long End => bounds[^1];

    public long this[int column] => bounds[column];

    /// <summary>Columns of one length each, no more than asked for, on whole multiples of it.</summary>
    /// <param name="from">What the first one holds.</param>
    /// <param name="to">What the last one reaches.</param>
    /// <param name="pointsMax">At most so many, 2 or more.</param>
    /// <param name="unit">Their length is a multiple of this.</param>
    public static ColumnGrid Even(long from, long to, int pointsMax, long unit)
    {
        for (var length = Math.Max(1, CeilingDivide(to - from, pointsMax * unit)) * unit; ; length += unit)
        {
            var begin = Moment.FloorDivide(from, length) * length;
            var count = CeilingDivide(to - begin, length);
            if (count <= pointsMax)
            {
                var bounds = new long[count + 1];
                for (var i = 0; i <= count; i++)
                {
                    bounds[i] = begin + (i * length);
                }

                return new ColumnGrid(bounds);
            }
        }
    }

    /// <summary>Columns of whole days of the home's clock, no more than asked for.</summary>
    public static ColumnGrid OfDays(long from, long to, int pointsMax, HomeDays days)
    {
        var begins = new List<long> { days.At(from).Begin };
        while (begins[^1] < to)
        {
            begins.Add(days.At(begins[^1]).End);
        }

        var each = (int)CeilingDivide(begins.Count - 1, pointsMax);
        var bounds = begins.Where((_, index) => index % each == 0 && index < begins.Count - 1).Append(begins[^1]).ToArray();
        return new ColumnGrid(bounds);
    }

    /// <summary>The column that holds a moment; below zero before the first, <see cref="Count"/> after the last.</summary>
    public int Find(long moment)
    {
        // Questions mostly come in order of time.
        if (_hint < Count && moment >= bounds[_hint] && moment < bounds[_hint + 1])
        {
            return _hint;
        }

        if (moment < Begin)
        {
            return -1;
        }

        if (moment >= End)
        {
            return Count;
        }

        var found = Array.BinarySearch(bounds, moment);
        return _hint = found >= 0 ? found : ~found - 1;
    }

    private static long CeilingDivide(long number, long by) => (number / by) + (number % by > 0 ? 1 : 0);
}
