using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Runtime.Storing;
using IotHub.Storage.Rollups;

namespace IotHub.Storage.History;

/// <summary>Makes an answer of columns.</summary>
internal static class SignalAnswers
{
    public static SignalSeries Of(ColumnFold fold, string? unit)
    {
        var series = new SignalSeries(fold.Signal, unit, Each(fold, (column, index) => Seconds(column, fold.Grid, index)));
        return fold.Signal switch
        {
            SignalClass.Measurement => series with
            {
                Mean = Each(fold, (column, _) => column is MeasurementSummary { KnownMs: > 0 } some ? FixedPoint.Mean(some.Integral, some.KnownMs) : (double?)null),
                Least = Each(fold, (column, _) => column is MeasurementSummary { HasContent: true } some ? FixedPoint.ToDouble(some.Least) : (double?)null),
                Greatest = Each(fold, (column, _) => column is MeasurementSummary { HasContent: true } some ? FixedPoint.ToDouble(some.Greatest) : (double?)null),
                Last = Last(fold),
            },
            SignalClass.Counter => series with
            {
                Increase = Each(fold, (column, _) => column is CounterSummary { IsEmpty: false } some ? FixedPoint.ToDouble(some.Increase) : (double?)null),
                Marks = Marks(fold, FixedPoint.One),
                Last = Last(fold),
            },
            SignalClass.Event => series with { Count = Each(fold, (column, _) => column is EventSummary { IsEmpty: false } some ? some.Count : (long?)null) },
            _ => series with { States = States(fold), Last = Last(fold) },
        };
    }

    /// <summary>What was strange about a counter; amounts are divided.</summary>
    public static ImmutableArray<CounterMark> Marks(ColumnFold fold, double by)
    {
        var marks = ImmutableArray.CreateBuilder<CounterMark>();
        for (var i = 0; i < fold.Grid.Count; i++)
        {
            if (fold[i] is CounterSummary column)
            {
                Add(i, CounterMarkKind.Reset, column.Resets, 0);
                Add(i, CounterMarkKind.Rollback, column.Rollbacks, 0);
                Add(i, CounterMarkKind.Replaced, column.Replacements, 0);
                Add(i, CounterMarkKind.Gap, column.Gaps, (double)column.AfterGap / by);
            }
        }

        return marks.ToImmutable();

        void Add(int column, CounterMarkKind kind, long count, double amount)
        {
            if (count > 0)
            {
                marks.Add(new CounterMark(column, kind, count, amount));
            }
        }
    }

    private static ImmutableArray<T> Each<T>(ColumnFold fold, Func<Summary?, int, T> make)
    {
        var result = ImmutableArray.CreateBuilder<T>(fold.Grid.Count);
        for (var i = 0; i < fold.Grid.Count; i++)
        {
            result.Add(make(fold[i], i));
        }

        return result.MoveToImmutable();
    }

    // A clock that went back, or a bucket in a column shorter than itself, may know more than there was.
    private static double Seconds(Summary? column, ColumnGrid grid, int index) =>
        column is null ? 0 : Math.Min(column.KnownMs, grid[index + 1] - grid[index]) / 1_000.0;

    private static ImmutableArray<PropertyValue> Last(ColumnFold fold) => Each(fold, (column, index) =>
        column is not { Last.Has: true } some || !fold.IsKnownAtEnd(index) ? default
        : fold.Signal == SignalClass.State ? some.Last.State : PropertyValue.FromNumber(FixedPoint.ToDouble(some.Last.Number)));

    private static ImmutableArray<StateTimes> States(ColumnFold fold)
    {
        var values = new List<PropertyValue>();
        for (var i = 0; i < fold.Grid.Count; i++)
        {
            foreach (var stay in (fold[i] as StateSummary)?.Stays ?? [])
            {
                if (stay.Value.HasValue && values.Count < StateValues.ToldMax && !values.Contains(stay.Value))
                {
                    values.Add(stay.Value);
                }
            }
        }

        var times = values.Select(value => Times(fold, value, stay => stay.Value == value));
        var others = Times(fold, default, stay => !stay.Value.HasValue || !values.Contains(stay.Value));
        return [.. times, .. others.Seconds.Any(seconds => seconds > 0) || others.Entered.Any(entered => entered > 0) ? [others] : Array.Empty<StateTimes>()];
    }

    private static StateTimes Times(ColumnFold fold, PropertyValue value, Func<StateSummary.Stay, bool> isMeant) => new(
        value,
        Each(fold, (column, _) => Stays(column).Where(isMeant).Sum(stay => stay.Ms) / 1_000.0),
        Each(fold, (column, _) => Stays(column).Where(isMeant).Sum(stay => stay.Entered)));

    private static IReadOnlyList<StateSummary.Stay> Stays(Summary? column) => (column as StateSummary)?.Stays ?? [];
}
