using IotHub.Contracts.Values;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>The past of one signal as a plain list, asked by going through all of it. Times in whole milliseconds.</summary>
internal sealed class SignalModel
{
    private readonly List<(long From, long To, PropertyValue Value)> _spans = [];
    private readonly List<(long At, PropertyValue Value, decimal Increase, CounterMarkKind? Mark)> _moments = [];
    private PropertyValue _value;
    private long _since;
    private bool _isKnown;
    private bool _isAfterGap;
    private decimal? _before;

    public static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    public void Report(DateTimeOffset at, PropertyValue value, bool isCounter)
    {
        PassTo(Ms(at));
        var increase = 0m;
        CounterMarkKind? mark = null;
        if (isCounter && _value.HasValue)
        {
            var (last, next) = (Number(_value), Number(value));
            var high = _before;
            _before = null;
            if (next >= last)
            {
                increase = high is { } glitch && next >= glitch ? next - glitch : next - last;
            }
            else if (next <= Math.Floor(last * 100_000m) / 1_000_000m)
            {
                (increase, mark) = (next, CounterMarkKind.Reset);
            }
            else if (last - next <= last / 10)
            {
                (mark, _before) = (CounterMarkKind.Rollback, Math.Max(high ?? last, last));
            }
            else
            {
                mark = CounterMarkKind.Replaced;
            }
        }

        _moments.Add((Ms(at), value, increase, mark));
        if (_isAfterGap && increase > 0)
        {
            _moments.Add((Ms(at), default, increase, CounterMarkKind.Gap));
        }

        (_value, _isKnown, _isAfterGap) = (value, true, false);
    }

    public void Happen(DateTimeOffset at)
    {
        PassTo(Ms(at));
        _moments.Add((Ms(at), default, 1, null));
        _isKnown = true;
    }

    public void Lose(DateTimeOffset at)
    {
        PassTo(Math.Max(Ms(at), _since));
        _isAfterGap |= _value.HasValue;
        _isKnown = false;
    }

    public void Return(DateTimeOffset at)
    {
        PassTo(Ms(at));
        _isKnown = _value.HasValue;
    }

    /// <summary>An event is known again though it has no value.</summary>
    public void ReturnEvent(DateTimeOffset at, bool hasHappened)
    {
        PassTo(Ms(at));
        _isKnown = hasHappened;
    }

    public void PassTo(long at)
    {
        if (_isKnown && at > _since)
        {
            _spans.Add((_since, at, _value));
        }

        _since = Math.Max(_since, at);
    }

    public double Known(long from, long to) => Spans(from, to).Sum(span => span.Ms) / 1_000.0;

    public double? Mean(long from, long to) => Spans(from, to).ToList() is { Count: > 0 } spans
        ? (double)(spans.Sum(span => Number(span.Value) * span.Ms) / spans.Sum(span => span.Ms))
        : null;

    public double? Least(long from, long to) => InForce(from, to).Select(Number).ToList() is { Count: > 0 } numbers ? (double)numbers.Min() : null;

    public double? Greatest(long from, long to) => InForce(from, to).Select(Number).ToList() is { Count: > 0 } numbers ? (double)numbers.Max() : null;

    public double Seconds(long from, long to, PropertyValue value) => Spans(from, to).Where(span => span.Value == value).Sum(span => span.Ms) / 1_000.0;

    public long Entered(long from, long to, PropertyValue value) => Moments(from, to).Count(moment => moment.Value == value);

    public decimal Increase(long from, long to) => Moments(from, to).Where(moment => moment.Mark != CounterMarkKind.Gap).Sum(moment => moment.Increase);

    public IEnumerable<(CounterMarkKind Kind, decimal Amount)> Marks(long from, long to) =>
        Moments(from, to).Where(moment => moment.Mark is not null).Select(moment => (moment.Mark!.Value, moment.Mark == CounterMarkKind.Gap ? moment.Increase : 0));

    public bool HasMoment(long from, long to) => Moments(from, to).Any();

    /// <summary>The value at an end, or at the last moment that there was; none where nobody knew.</summary>
    public PropertyValue At(long begin, long end)
    {
        if (begin >= _since)
        {
            return default;
        }

        end = Math.Min(end, _since);
        var span = _spans.LastOrDefault(one => one.From < end && one.To >= end);
        return span.To > 0 ? span.Value : default;
    }

    public override string ToString() => string.Join('\n', _spans.Select(span => $"{span.From}-{span.To} {span.Value}"));

    private static decimal Number(PropertyValue value) => value.TryGetNumber(out var number) ? (decimal)number : 0;

    private IEnumerable<PropertyValue> InForce(long from, long to) =>
        Spans(from, to).Select(span => span.Value).Concat(Moments(from, to).Where(moment => moment.Value.HasValue).Select(moment => moment.Value));

    private IEnumerable<(long Ms, PropertyValue Value)> Spans(long from, long to) => _spans
        .Select(span => (Ms: Math.Min(span.To, to) - Math.Max(span.From, from), span.Value)).Where(span => span.Ms > 0);

    private IEnumerable<(long At, PropertyValue Value, decimal Increase, CounterMarkKind? Mark)> Moments(long from, long to) =>
        _moments.Where(moment => moment.At >= from && moment.At < to);
}
