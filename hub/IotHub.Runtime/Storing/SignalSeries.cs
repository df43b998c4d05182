using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Runtime.Storing;

/// <summary>The past of one signal: lists as long as there are columns; those that are not of its class are empty. Null is a gap.</summary>
/// <param name="Class">What kind of signal it is.</param>
/// <param name="Unit">The unit as the contract writes it; null where it has none.</param>
/// <param name="KnownSeconds">How much of each column is known.</param>
public sealed record SignalSeries(SignalClass Class, string? Unit, ImmutableArray<double> KnownSeconds)
{
    /// <summary>Of a measurement: the mean over the known time.</summary>
    public ImmutableArray<double?> Mean { get; init; } = [];

    /// <summary>Of a measurement: the least value in force.</summary>
    public ImmutableArray<double?> Least { get; init; } = [];

    /// <summary>Of a measurement: the greatest value in force.</summary>
    public ImmutableArray<double?> Greatest { get; init; } = [];

    /// <summary>Of a counter: by how much it rose.</summary>
    public ImmutableArray<double?> Increase { get; init; } = [];

    /// <summary>Of a counter: what was strange.</summary>
    public ImmutableArray<CounterMark> Marks { get; init; } = [];

    /// <summary>Of an event: how often.</summary>
    public ImmutableArray<long?> Count { get; init; } = [];

    /// <summary>Of a state: what it was in.</summary>
    public ImmutableArray<StateTimes> States { get; init; } = [];

    /// <summary>Of all but events: the value at each column's end; without a value where nobody knew.</summary>
    public ImmutableArray<PropertyValue> Last { get; init; } = [];
}
