using IotHub.Contracts.Values;

namespace IotHub.Api.History;

/// <summary>The past of signals in columns.</summary>
/// <param name="From">Start as asked, inclusive.</param>
/// <param name="To">End as asked, exclusive.</param>
/// <param name="Resolution">How fine it is told: raw, minute, hour or day; a column is one or several of these.</param>
/// <param name="CompleteFrom">From when on this resolution is whole; absent for from the beginning.</param>
/// <param name="Times">When each column begins, in seconds since 1970-01-01 UTC; the first may begin before from.</param>
/// <param name="End">When the last column ends, in the same; may be after to.</param>
/// <param name="Signals">As asked.</param>
public sealed record SignalHistoryBody(
    DateTimeOffset From, DateTimeOffset To, string Resolution, DateTimeOffset? CompleteFrom, IReadOnlyList<double> Times, double End, IReadOnlyList<SignalSeriesBody> Signals);

/// <summary>The past of one signal. Lists are as long as times; null is a gap. Only those of its class are there.</summary>
/// <param name="Signal">Device and address.</param>
/// <param name="Class">measurement, state, counter or event.</param>
/// <param name="Unit">As the contract writes it; absent where it has none.</param>
/// <param name="Mean">Of a measurement: weighted by time, over the known time.</param>
/// <param name="Min">Of a measurement: the least value in force.</param>
/// <param name="Max">Of a measurement: the greatest value in force.</param>
/// <param name="Increase">Of a counter: by how much it rose.</param>
/// <param name="Marks">Of a counter: what was strange; absent where nothing was.</param>
/// <param name="Count">Of an event: how often.</param>
/// <param name="States">Of a state: what it was in.</param>
/// <param name="Last">Of all but events: the value at the column's end.</param>
/// <param name="Known">Seconds of each column that are known; absent where all are.</param>
public sealed record SignalSeriesBody(
    string Signal,
    string Class,
    string? Unit,
    IReadOnlyList<double?>? Mean,
    IReadOnlyList<double?>? Min,
    IReadOnlyList<double?>? Max,
    IReadOnlyList<double?>? Increase,
    IReadOnlyList<CounterMarkBody>? Marks,
    IReadOnlyList<long?>? Count,
    IReadOnlyList<StateTimesBody>? States,
    IReadOnlyList<PropertyValue>? Last,
    IReadOnlyList<double>? Known);

/// <summary>How a state was in one value.</summary>
/// <param name="Value">Which; absent for values beyond the bound, which count together.</param>
/// <param name="Seconds">How long in each column.</param>
/// <param name="Entered">How often it became that in each column.</param>
public sealed record StateTimesBody(PropertyValue? Value, IReadOnlyList<double> Seconds, IReadOnlyList<long> Entered);

/// <summary>Something strange about a counter.</summary>
/// <param name="Column">Place in times.</param>
/// <param name="Kind">reset, rollback, replaced or gap.</param>
/// <param name="Count">How often.</param>
/// <param name="Amount">Of a gap: so much of the increase came about while nobody looked; absent for others.</param>
public sealed record CounterMarkBody(int Column, string Kind, long Count, double? Amount);
