namespace IotHub.Runtime.Storing;

/// <summary>Something strange about a counter.</summary>
/// <param name="Column">In which column.</param>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
/// <param name="Amount">Of a gap: so much of the column's increase came about while nobody looked; 0 for others.</param>
public readonly record struct CounterMark(int Column, CounterMarkKind Kind, long Count, double Amount);
