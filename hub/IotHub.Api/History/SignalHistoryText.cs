using System.Collections.Immutable;
using IotHub.Api.Live;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Runtime.Storing;

namespace IotHub.Api.History;

/// <summary>The words and bodies of answers about the past.</summary>
internal static class SignalHistoryText
{
    public static string Of(SignalClass signal) => signal switch
    {
        SignalClass.Measurement => "measurement",
        SignalClass.Counter => "counter",
        SignalClass.Event => "event",
        _ => "state",
    };

    public static string Of(HistoryResolution resolution) => resolution switch
    {
        HistoryResolution.Raw => "raw",
        HistoryResolution.Minute => "minute",
        HistoryResolution.Hour => "hour",
        _ => "day",
    };

    public static string Of(CounterMarkKind kind) => kind switch
    {
        CounterMarkKind.Reset => "reset",
        CounterMarkKind.Rollback => "rollback",
        CounterMarkKind.Replaced => "replaced",
        _ => "gap",
    };

    public static double Seconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>The answer, with a series of gaps for each signal of the home of which nothing was kept yet.</summary>
    public static SignalHistory Complete(SignalQuery query, SignalHistory answer, HomeProjection home) => answer with
    {
        Signals = [.. answer.Signals.Select((one, index) => one ?? Gaps(query.Signals[index], answer.Starts.Length, home))],
    };

    public static SignalHistoryBody Of(SignalQuery query, SignalHistory answer)
    {
        var lengths = answer.Starts.Select((start, index) => ((index + 1 < answer.Starts.Length ? answer.Starts[index + 1] : answer.End) - start).TotalSeconds).ToList();
        return new SignalHistoryBody(
            query.From,
            query.To,
            Of(answer.Resolution),
            answer.CompleteFrom,
            [.. answer.Starts.Select(Seconds)],
            Seconds(answer.End),
            [.. answer.Signals.Select((series, index) => Body(query.Signals[index], series!, lengths))]);
    }

    private static SignalSeries Gaps(SignalAddress signal, int count, HomeProjection home)
    {
        var contract = home.Devices[signal.Device].Device.Contract;
        var (kind, unit) = contract.TryGetProperty(signal.Name, out var property) ? (SignalClasses.Of(property), property.RawUnit) : (SignalClass.Event, null);
        var numbers = ImmutableArray.CreateRange(Enumerable.Repeat<double?>(null, count));
        var series = new SignalSeries(kind, unit, [.. Enumerable.Repeat(0.0, count)]) { Last = [.. Enumerable.Repeat<PropertyValue>(default, count)] };
        return kind switch
        {
            SignalClass.Measurement => series with { Mean = numbers, Least = numbers, Greatest = numbers },
            SignalClass.Counter => series with { Increase = numbers },
            SignalClass.Event => series with { Count = [.. Enumerable.Repeat<long?>(null, count)], Last = [] },
            _ => series,
        };
    }

    private static SignalSeriesBody Body(SignalAddress signal, SignalSeries series, List<double> lengths) => new(
        $"{signal.Device}/{signal.Name}",
        Of(series.Class),
        series.Unit,
        OrNull(series.Mean),
        OrNull(series.Least),
        OrNull(series.Greatest),
        OrNull(series.Increase),
        series.Marks.IsEmpty ? null : [.. series.Marks.Select(mark => new CounterMarkBody(mark.Column, Of(mark.Kind), mark.Count, mark.Kind == CounterMarkKind.Gap ? mark.Amount : null))],
        OrNull(series.Count),
        series.Class == SignalClass.State ? [.. series.States.Select(state => new StateTimesBody(state.Value.HasValue ? state.Value : null, state.Seconds, state.Entered))] : null,
        OrNull(series.Last),
        series.KnownSeconds.SequenceEqual(lengths) ? null : series.KnownSeconds);

    private static ImmutableArray<T>? OrNull<T>(ImmutableArray<T> list) => list.IsEmpty ? null : list;
}
