using IotHub.Storage.Rollups;
using IotHub.Storage.Values;

namespace IotHub.Storage.Files;

/// <summary>Where counters stood, out of their last readings.</summary>
internal sealed class CounterReadings(Database database)
{
    // A counter's next reading means another thing after a rollback; more of them in a row there hardly are.
    private const long ReadingsBefore = 8;

    private readonly Statement _find = database.Prepare(
        "SELECT value FROM history WHERE series = @series AND at <= @at ORDER BY at DESC, cause DESC LIMIT @rows", "@series", "@at", "@rows");

    /// <summary>Where a counter stood at a moment; nothing where its history has no reading then.</summary>
    public CounterReading At(long series, long at)
    {
        var readings = new Stack<long>();
        using var reader = _find.Read(series, at, ReadingsBefore);
        while (reader.Read() && FixedPoint.Of(ValueColumn.Read(reader.Handle!, 0)) is { } reading)
        {
            readings.Push(reading);
        }

        return readings.Aggregate(default(CounterReading), (before, next) => before.Next(next).After);
    }
}
