namespace IotHub.Storage.Rollups;

/// <summary>
/// The reading of a counter, and what the next one means. After a rollback the next reading tells which it was: at or above the old reading it was a glitch, and only what
/// lies above the old reading counts; below it, the counter goes on from where it fell to.
/// </summary>
/// <param name="Last">The last reading, in millionths; null before the first.</param>
/// <param name="Before">The reading before a rollback that was the last step; null otherwise.</param>
internal readonly record struct CounterReading(long? Last, long? Before)
{
    // Down to a tenth of what it was is "near zero", by up to a tenth is "a little".
    private const int Part = 10;

    /// <summary>Takes the next reading.</summary>
    /// <param name="reading">In millionths.</param>
    /// <returns>How it stands then, by how much it rose, and what kind of step that was.</returns>
    public (CounterReading After, long Increase, CounterStep Step) Next(long reading)
    {
        if (Last is not { } last)
        {
            return (new CounterReading(reading, null), 0, CounterStep.Rise);
        }

        if (reading >= last)
        {
            var from = Before is { } high && reading >= high ? high : last;
            return (new CounterReading(reading, null), reading - from, CounterStep.Rise);
        }

        if (reading >= 0 && reading <= last / Part)
        {
            return (new CounterReading(reading, null), reading, CounterStep.Reset);
        }

        return last - reading <= Math.Abs(last) / Part
            ? (new CounterReading(reading, Math.Max(Before ?? last, last)), 0, CounterStep.Rollback)
            : (new CounterReading(reading, null), 0, CounterStep.Replaced);
    }
}
