using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>A home lives at random: changes, devices that come and go, restarts, clocks that change. What is asked of it must be what a plain list says.</summary>
public sealed class RollupTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly StoreFixture _fixture = new();
    private readonly Dictionary<string, SignalModel> _models = RollupHome.Signals.ToDictionary(signal => signal, _ => new SignalModel());
    private bool _hasClicked;
    private double _counter = 5;
    private long _cause;

    public void Dispose()
    {
        _fixture.Log.AssertNoErrors();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("2026-03-25T00:00:00Z", 60_000)]
    [InlineData("2026-10-20T00:00:00Z", 60_000)]
    [InlineData("2026-11-20T10:00:00Z", 600)]
    public async Task QueryAsync_AnyLifeAnySpan_IsWhatAPlainListSays(string start, int secondsBetween)
    {
        var random = SeededRandom.Create(output.WriteLine);
        var begin = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
        var options = _fixture.Options with { TimeZone = Berlin };
        var now = await LiveAsync(random, options, begin, secondsBetween / 2, 600);

        await using var store = await _fixture.OpenAsync(options);
        foreach (var model in _models.Values)
        {
            model.PassTo(SignalModel.Ms(now));
        }

        var seen = new HashSet<HistoryResolution>();
        for (var i = 0; i < 60; i++)
        {
            var from = begin.AddMilliseconds(random.NextInt64(-3_600_000, (long)(now - begin).TotalMilliseconds));
            var (hours, points) = (i % 5) switch
            {
                0 => (0.3 + random.NextDouble(), random.Next(400, 1_200)),
                1 => (3 + (5 * random.NextDouble()), random.Next(60, 700)),
                2 => (24 + (30 * random.NextDouble()), random.Next(20, 90)),
                3 => (24 * random.Next(3, 10), random.Next(2, 12)),
                _ => (random.NextDouble() * (now - from).TotalHours * 5 / 4, (int)Math.Pow(2, random.Next(1, 11))),
            };
            var to = from.AddHours(Math.Max(hours, 0.01));
            var answer = await RollupHome.QueryAllAsync(store, from, to, points, now, [.. RollupHome.Signals.Select(signal => new SignalAddress("meter", signal))]);
            Check(answer, from, to, points, now);
            seen.Add(answer.Resolution);
        }

        Assert.Equal(4, seen.Count);
    }

    private async Task<DateTimeOffset> LiveAsync(Random random, StorageOptions options, DateTimeOffset begin, int secondsBetween, int rounds)
    {
        var store = await _fixture.OpenAsync(options);
        var now = begin;
        var batch = new List<HubOutput> { new HubOutput.DeviceSaved(RollupHome.Meter) };
        for (var round = 0; round < rounds; round++)
        {
            now = now.AddMilliseconds(random.NextInt64(0, secondsBetween * 20L));
            switch (random.Next(40))
            {
                case 0:
                    batch.Add(RollupHome.Becomes(RollupHome.Meter, random.Next(2) == 0 ? DeviceAvailability.Offline : DeviceAvailability.Silent, now));
                    Each(model => model.Lose(now));
                    break;
                case < 3:
                    batch.Add(RollupHome.Becomes(RollupHome.Meter, DeviceAvailability.Online, now));
                    Return(now);
                    break;
                case 3:
                    await store.WriteAsync(batch, CancellationToken.None);
                    await store.DisposeAsync();
                    store = await _fixture.OpenAsync(options);
                    var lastAlive = now;
                    now = now.AddMilliseconds(random.NextInt64(0, secondsBetween * 3_000L));
                    batch = [RollupHome.Started(lastAlive, now)];
                    Each(model => model.Lose(lastAlive));
                    break;
                case < 8:
                    batch.Add(RollupHome.Clicked(RollupHome.Meter, now));
                    _models[RollupHome.Click].Happen(now);
                    _hasClicked = true;
                    break;
                default:
                    batch.Add(Change(random, now));
                    break;
            }

            if (random.Next(5) == 0)
            {
                await store.WriteAsync(batch, CancellationToken.None);
                batch = [];
            }
        }

        await store.WriteAsync(batch, CancellationToken.None);
        await store.DisposeAsync();
        return now.AddSeconds(secondsBetween);
    }

    private HubOutput Change(Random random, DateTimeOffset now)
    {
        var signal = RollupHome.Signals[random.Next(RollupHome.Signals.Length - 1)];
        var value = signal switch
        {
            RollupHome.Energy => PropertyValue.FromNumber(_counter = NextCount(random)),
            RollupHome.Power => PropertyValue.FromNumber(random.Next(-10, 20_000) / 10.0),
            RollupHome.Temperature => PropertyValue.FromNumber(random.Next(-300, 300) / 10.0),
            RollupHome.On => PropertyValue.FromBoolean(random.Next(2) == 0),
            _ => PropertyValue.FromText($"Title {random.Next(5)}"),
        };
        _models[signal].Report(now, value, signal == RollupHome.Energy);
        return RollupHome.Changed(RollupHome.Meter, signal, value, now, ++_cause);
    }

    private double NextCount(Random random) => Math.Round(random.Next(20) switch
    {
        0 => _counter * random.NextDouble() * 0.08,
        1 => _counter * (0.92 + (random.NextDouble() * 0.08)),
        2 => _counter * (0.2 + (random.NextDouble() * 0.6)),
        _ => _counter + random.NextDouble(),
    }, 3);

    private void Each(Action<SignalModel> act)
    {
        foreach (var model in _models.Values)
        {
            act(model);
        }
    }

    private void Return(DateTimeOffset at)
    {
        foreach (var (signal, model) in _models)
        {
            if (signal == RollupHome.Click)
            {
                model.ReturnEvent(at, _hasClicked);
            }
            else
            {
                model.Return(at);
            }
        }
    }

    private void Check(SignalHistory answer, DateTimeOffset from, DateTimeOffset to, int points, DateTimeOffset now)
    {
        var starts = answer.Starts.Add(answer.End).Select(SignalModel.Ms).ToArray();
        Assert.InRange(answer.Starts.Length, 1, points);
        Assert.True(starts[0] <= SignalModel.Ms(from) && starts[^1] >= SignalModel.Ms(to), "columns hold what was asked");
        if (answer.Resolution == HistoryResolution.Day)
        {
            Assert.All(answer.Starts, start => Assert.Equal(TimeSpan.Zero, TimeZoneInfo.ConvertTime(start, Berlin).TimeOfDay));
        }

        for (var i = 0; i < RollupHome.Signals.Length; i++)
        {
            // Nothing is known of a signal that has not happened yet.
            if (answer.Signals[i] is { } signal)
            {
                Check(signal, _models[RollupHome.Signals[i]], starts, answer.Resolution);
            }
        }
    }

    private static void Check(SignalSeries signal, SignalModel model, long[] starts, HistoryResolution resolution)
    {
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            var (from, to) = (starts[i], starts[i + 1]);
            var place = $"{signal.Class} {resolution} column {i} of {starts.Length - 1}, {from} to {to}";
            if (signal.Class == SignalClass.Event)
            {
                // Finer than minutes there is nothing of events.
                if (resolution != HistoryResolution.Raw)
                {
                    Assert.Equal((place, model.Known(from, to) > 0 || model.HasMoment(from, to) ? (long?)model.Increase(from, to) : null), (place, signal.Count[i]));
                }

                continue;
            }

            Assert.Equal((place, model.Known(from, to)), (place, Math.Round(signal.KnownSeconds[i], 3)));
            Assert.Equal((place, Text(model.At(from, to))), (place, Text(signal.Last[i])));
            switch (signal.Class)
            {
                case SignalClass.Measurement:
                    Assert.Equal((place, model.Mean(from, to) is null), (place, signal.Mean[i] is null));
                    Assert.True(Math.Abs((model.Mean(from, to) ?? 0) - (signal.Mean[i] ?? 0)) <= 1e-6, $"{place}: {signal.Mean[i]}, not {model.Mean(from, to)}");
                    Assert.Equal((place, model.Least(from, to), model.Greatest(from, to)), (place, signal.Least[i], signal.Greatest[i]));
                    break;
                case SignalClass.Counter:
                    Assert.Equal(
                        (place, model.Known(from, to) > 0 || model.HasMoment(from, to) ? model.Increase(from, to) : null),
                        (place, signal.Increase[i] is { } increase ? Math.Round((decimal)increase, 6) : (decimal?)null));
                    Assert.Equal(
                        model.Marks(from, to).GroupBy(mark => mark.Kind).OrderBy(mark => mark.Key).Select(mark => (place, mark.Key, (long)mark.Count(), mark.Sum(one => one.Amount))),
                        signal.Marks.Where(mark => mark.Column == i).OrderBy(mark => mark.Kind).Select(mark => (place, mark.Kind, mark.Count, Math.Round((decimal)mark.Amount, 6))));
                    break;
                default:
                    Assert.All(signal.States, state => Assert.Equal(
                        (place, model.Seconds(from, to, state.Value), model.Entered(from, to, state.Value)),
                        (place, Math.Round(state.Seconds[i], 3), state.Entered[i])));
                    Assert.Equal((place, model.Known(from, to)), (place, Math.Round(signal.States.Sum(state => state.Seconds[i]), 3)));
                    break;
            }
        }
    }

    private static string Text(PropertyValue value) => value.TryGetNumber(out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : value.ToString();
}
