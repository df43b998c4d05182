namespace IotHub.Storage.Rollups;

/// <summary>What became of a signal in a moment.</summary>
/// <param name="Value">The value from now on.</param>
/// <param name="Increase">Of a counter: by how much it rose, 0 or more; of an event: 1.</param>
/// <param name="Step">Of a counter: what kind of step that was.</param>
/// <param name="IsAfterGap">Of a counter: the increase came about while nobody looked.</param>
internal readonly record struct Occurrence(InForce Value, long Increase, CounterStep Step, bool IsAfterGap);
