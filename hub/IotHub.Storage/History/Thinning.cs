using System.Collections.Immutable;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.History;

/// <summary>
/// Thins a run of points to a number, in one pass and in memory for that number only. While they fit, all are kept. Then time is cut
/// into equal buckets: of states the last in each bucket is kept, of measures the least and the greatest (the earlier of equals), so that
/// a peak never vanishes; the last point is always kept.
/// </summary>
/// <param name="from">Start of the span.</param>
/// <param name="to">End of the span, after the start.</param>
/// <param name="pointsMax">1 or more.</param>
/// <param name="isMeasure">True for numbers on a scale.</param>
internal sealed class Thinning(DateTimeOffset from, DateTimeOffset to, int pointsMax, bool isMeasure)
{
    // With fewer than three points there is no room for least, greatest and last.
    private readonly bool _keepsExtremes = isMeasure && pointsMax >= 3;
    private readonly List<HistoryPoint> _points = [];
    private List<HistoryPoint>? _thinned;
    private long _bucketTicks;
    private long _bucket = -1;
    private (double Number, HistoryPoint Point)? _least;
    private (double Number, HistoryPoint Point)? _greatest;
    private HistoryPoint _last;
    private bool _hasLast;

    /// <summary>Takes the next point, not earlier than the one before.</summary>
    public void Add(HistoryPoint point)
    {
        if (_thinned is null && _points.Count < pointsMax)
        {
            _points.Add(point);
            return;
        }

        if (_thinned is null)
        {
            _thinned = new List<HistoryPoint>(pointsMax);
            var buckets = _keepsExtremes ? (pointsMax - 1) / 2 : pointsMax;
            var span = (to - from).Ticks;
            _bucketTicks = (span / buckets) + (span % buckets == 0 ? 0 : 1);
            foreach (var earlier in _points)
            {
                AddToBucket(earlier);
            }
        }

        AddToBucket(point);
    }

    /// <summary>What is left.</summary>
    public ImmutableArray<HistoryPoint> Finish()
    {
        if (_thinned is null)
        {
            return [.. _points];
        }

        EndBucket();
        if (_keepsExtremes && _hasLast && (_thinned.Count == 0 || _thinned[^1] != _last))
        {
            _thinned.Add(_last);
        }

        return [.. _thinned];
    }

    private void AddToBucket(HistoryPoint point)
    {
        var bucket = (point.At - from).Ticks / _bucketTicks;
        if (bucket != _bucket)
        {
            EndBucket();
            _bucket = bucket;
        }

        _last = point;
        _hasLast = true;
        if (_keepsExtremes && point.Value.TryGetNumber(out var number))
        {
            if (_least is null || number < _least.Value.Number)
            {
                _least = (number, point);
            }

            if (_greatest is null || number > _greatest.Value.Number)
            {
                _greatest = (number, point);
            }
        }
    }

    private void EndBucket()
    {
        if (!_keepsExtremes)
        {
            if (_hasLast)
            {
                _thinned!.Add(_last);
            }

            return;
        }

        if (_least is { } least && _greatest is { } greatest)
        {
            if (least.Point == greatest.Point)
            {
                _thinned!.Add(least.Point);
            }
            else
            {
                var leastIsFirst = (least.Point.At, least.Point.CauseId).CompareTo((greatest.Point.At, greatest.Point.CauseId)) < 0;
                _thinned!.Add(leastIsFirst ? least.Point : greatest.Point);
                _thinned.Add(leastIsFirst ? greatest.Point : least.Point);
            }
        }

        _least = null;
        _greatest = null;
    }
}
