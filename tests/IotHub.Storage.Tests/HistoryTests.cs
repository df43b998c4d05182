using IotHub.Contracts.Values;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Testing;
using Xunit.Abstractions;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class HistoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly StoreFixture _fixture = new();

    [Theory]
    [InlineData("light.on")]
    [InlineData("light.mode")]
    [InlineData("light.temperature")]
    public async Task QueryAsync_ManySpansAndSizes_EqualsTheNaiveAnswer(string property)
    {
        var random = SeededRandom.Create(output.WriteLine);
        var all = new List<HistoryPoint>();
        var at = Start;
        for (var cause = 1; cause <= 400; cause++)
        {
            // Now and then two changes in one moment: the later cause wins.
            at = at.AddTicks(random.Next(10) == 0 ? 0 : random.NextInt64(1, TimeSpan.TicksPerHour));
            var value = property switch
            {
                "light.on" => PropertyValue.FromBoolean(random.Next(2) == 0),
                "light.mode" => PropertyValue.FromInteger(random.Next(2)),
                _ => PropertyValue.FromNumber(random.Next(-20, 20) / 2.0),
            };
            all.Add(new HistoryPoint(at, value, cause));
        }

        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([.. all.Select(point => Changed(property, point.Value, point.At, point.CauseId))], CancellationToken.None);

        var span = (at - Start).Ticks;
        for (var i = 0; i < 300; i++)
        {
            var from = Start.AddTicks(random.NextInt64(-span / 4, span));
            var to = i % 20 == 0 ? from : from.AddTicks(random.NextInt64(1, span * 2));
            if (i % 3 == 0)
            {
                from = all[random.Next(all.Count)].At;
            }

            var pointsMax = random.Next(2, i % 2 == 0 ? 30 : 600);

            var points = await store.History.QueryAsync("hall-lamp", property, from, to, pointsMax, CancellationToken.None);

            Assert.Equal(Naive(all, from, to, pointsMax, property == "light.temperature"), points);
            Assert.True(points.Length <= pointsMax, $"{points.Length} points for {pointsMax}");
        }
    }

    [Fact]
    public async Task QueryAsync_UnknownDeviceOrProperty_IsEmpty()
    {
        await using var store = await _fixture.OpenAsync();

        Assert.Empty(await store.History.QueryAsync("nobody", "light.on", Start, Start.AddDays(1), 10, CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_BeyondTheByteBudget_HoldsTheCapAndKeepsWhatIsInForce()
    {
        var options = _fixture.Options with { HistoryBytesMax = StorageOptions.HistoryBytesFloor, HistoryPointsMax = 40_000 };
        await using var store = await _fixture.OpenAsync(options);
        await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), Changed("light.on", PropertyValue.FromBoolean(true), Start, 1)], CancellationToken.None);
        var cause = 1;
        var at = Start;
        for (var batch = 0; batch < 100; batch++)
        {
            var changes = Enumerable.Range(0, 300).Select(_ => Changed("light.text", PropertyValue.FromText($"{++cause:D300}"), at = at.AddSeconds(1), cause)).ToList();
            await store.WriteAsync(changes, CancellationToken.None);
            var bytes = new FileInfo(_fixture.PathOf("history.db")).Length;
            Assert.True(bytes <= options.HistoryBytesMax, $"{bytes} bytes after batch {batch}");
        }

        var texts = await store.History.QueryAsync("hall-lamp", "light.text", Start, at.AddSeconds(1), 40_000, CancellationToken.None);
        Assert.InRange(texts.Length, 5_000, 20_000);
        Assert.Equal(cause, texts[^1].CauseId);
        Assert.Equal(Enumerable.Range(0, texts.Length).Select(i => (long)(cause - texts.Length + 1 + i)), texts.Select(point => point.CauseId));
        Assert.Equal([1L], (await store.History.QueryAsync("hall-lamp", "light.on", at, at.AddSeconds(1), 2, CancellationToken.None)).Select(point => point.CauseId));
    }

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    private static List<HistoryPoint> Naive(List<HistoryPoint> all, DateTimeOffset from, DateTimeOffset to, int pointsMax, bool isMeasure)
    {
        if (to <= from)
        {
            return [];
        }

        var result = all.Where(point => point.At <= from).TakeLast(1).Select(point => point with { At = from }).ToList();
        var span = all.Where(point => point.At > from && point.At < to).ToList();
        var room = pointsMax - result.Count;
        if (span.Count <= room)
        {
            return [.. result, .. span];
        }

        var keepsExtremes = isMeasure && room >= 3;
        var buckets = keepsExtremes ? (room - 1) / 2 : room;
        var width = (long)Math.Ceiling((decimal)(to - from).Ticks / buckets);
        foreach (var bucket in span.GroupBy(point => (point.At - from).Ticks / width))
        {
            result.AddRange(keepsExtremes
                ? new[] { bucket.MinBy(Number), bucket.MaxBy(Number) }.Distinct().OrderBy(point => point.CauseId)
                : [bucket.Last()]);
        }

        if (result[^1] != span[^1])
        {
            result.Add(span[^1]);
        }

        return result;

        static double Number(HistoryPoint point) => point.Value.TryGetNumber(out var number) ? number : 0;
    }
}
