using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Tests.History;

/// <summary>Answers about the past that a test sets; remembers what was asked.</summary>
internal sealed class SampleSignals : ISignalHistory
{
    public SignalQuery? Asked { get; private set; }

    public EnergyQuery? AskedEnergy { get; private set; }

    /// <summary>By signal; what is not there is not known.</summary>
    public Dictionary<string, SignalSeries> Series { get; } = [];

    public List<DeviceEnergy> Energy { get; } = [];

    public bool IsBroken { get; set; }

    public DateTimeOffset? CompleteFrom { get; set; }

    public ValueTask<SignalHistory> QueryAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        Asked = query;
        return IsBroken
            ? throw new StoreException("history.db cannot be read.")
            : ValueTask.FromResult(new SignalHistory(
                HistoryResolution.Hour,
                CompleteFrom,
                [query.From, query.From.AddHours(1)],
                query.From.AddHours(2),
                [.. query.Signals.Select(signal => Series.GetValueOrDefault($"{signal.Device}/{signal.Name}"))]));
    }

    public ValueTask<EnergyUse> EnergyAsync(EnergyQuery query, CancellationToken cancellationToken)
    {
        AskedEnergy = query;
        return IsBroken ? throw new StoreException("history.db cannot be read.") : ValueTask.FromResult(new EnergyUse(CompleteFrom, [.. Energy]));
    }

    public static SignalSeries Measurement(double? first, double? second) => new(SignalClass.Measurement, "celsius", [3600, second is null ? 0 : 3600])
    {
        Mean = [first, second],
        Least = [first - 1, second - 1],
        Greatest = [first + 1, second + 1],
        Last = [Value(first), Value(second)],
    };

    public static SignalSeries State(params ImmutableArray<PropertyValue> last) => new(SignalClass.State, null, [3600, 3600])
    {
        States = [.. last.Distinct().Select(value => new StateTimes(value, [.. last.Select(one => one == value ? 3600.0 : 0)], [.. last.Select(one => one == value ? 1L : 0)]))],
        Last = last,
    };

    public static SignalSeries Counter() => new(SignalClass.Counter, "kWh", [3600, 1800])
    {
        Increase = [0.25, 0.5],
        Last = [PropertyValue.FromNumber(12.25), PropertyValue.FromNumber(0.2)],
        Marks = [new CounterMark(1, CounterMarkKind.Reset, 1, 0), new CounterMark(1, CounterMarkKind.Gap, 1, 0.3)],
    };

    private static PropertyValue Value(double? number) => number is { } some ? PropertyValue.FromNumber(some) : default;
}
