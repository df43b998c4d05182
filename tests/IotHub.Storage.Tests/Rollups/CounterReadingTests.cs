using IotHub.Storage.Rollups;

namespace IotHub.Storage.Tests.Rollups;

public sealed class CounterReadingTests
{
    [Theory]
    [InlineData("1000 1001 1003.5", "1 2.5", "Rise Rise")]
    [InlineData("1000 0.2 0.5", "0.2 0.3", "Reset Rise")]
    [InlineData("1000 0 3", "0 3", "Reset Rise")]
    [InlineData("1000 100 101", "100 1", "Reset Rise")]
    [InlineData("1000 995 995.5 996", "0 0.5 0.5", "Rollback Rise Rise")]
    [InlineData("1000 995 1001", "0 1", "Rollback Rise")]
    [InlineData("1000 995 990 1000.5", "0 0 0.5", "Rollback Rollback Rise")]
    [InlineData("1000 995 995 1001", "0 0 6", "Rollback Rise Rise")]
    [InlineData("1000 500 501", "0 1", "Replaced Rise")]
    [InlineData("0 0 0", "0 0", "Rise Rise")]
    [InlineData("0.5 0.04 0.05", "0.04 0.01", "Reset Rise")]
    [InlineData("4294967.295 0.005", "0.005", "Reset")]
    [InlineData("-5 -4 -4.2", "1 0", "Rise Rollback")]
    public void Next_Readings_TellsUseFromEverythingElse(string readings, string increases, string steps)
    {
        var reading = default(CounterReading);
        var told = new List<(decimal Increase, CounterStep Step)>();
        foreach (var next in Numbers(readings))
        {
            (reading, var increase, var step) = reading.Next((long)(next * FixedPoint.One));
            told.Add(((decimal)increase / FixedPoint.One, step));
        }

        Assert.Equal(Numbers(increases), told.Skip(1).Select(one => one.Increase));
        Assert.Equal(steps, string.Join(' ', told.Skip(1).Select(one => one.Step)));
    }

    private static IEnumerable<decimal> Numbers(string text) => text.Split(' ').Select(number => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
