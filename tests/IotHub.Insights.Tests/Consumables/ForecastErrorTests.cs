using System.Globalization;
using IotHub.Insights.Consumables;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Insights.Tests.Consumables;

/// <summary>
/// How far forecasts are off, in days. SIMULATED use: parts that last 30 to 400 days, weekends that differ, days away, a drift over the seasons, levels in whole percents with
/// noise and wrong readings. It measures the arithmetic; what real homes do is not known.
/// </summary>
public sealed class ForecastErrorTests(ITestOutputHelper output)
{
    [Fact]
    public void Of_SimulatedHomes_IsOffByFewDays()
    {
        var chance = new SeededRandom(20_261_122);
        var (month, fortnight, width) = (new List<double>(), new List<double>(), new List<double>());
        var (covered, asked, nearCovered, near) = (0, 0, 0, 0);
        for (var part = 0; part < 200; part++)
        {
            foreach (var (left, forecast) in Live(chance))
            {
                asked++;
                covered += left >= forecast.DaysLow && left <= forecast.DaysHigh ? 1 : 0;
                if (left <= 60)
                {
                    near++;
                    nearCovered += left >= forecast.DaysLow && left <= forecast.DaysHigh ? 1 : 0;
                }

                if (left is > 25 and <= 35)
                {
                    width.Add(forecast.DaysHigh!.Value - forecast.DaysLow!.Value);
                    month.Add(Math.Abs(left - forecast.DaysLeft!.Value));
                }
                else if (left is > 10 and <= 15)
                {
                    fortnight.Add(Math.Abs(left - forecast.DaysLeft!.Value));
                }
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"mean error {month.Average():F2} days at about 30 days left ({month.Count} forecasts), {fortnight.Average():F2} at about 12 ({fortnight.Count}); in the range {(double)covered / asked:P0} of {asked}, {(double)nearCovered / near:P0} of {near} with at most 60 days left; range at 30 days {width.Average():F1} days wide"));
        Assert.True(month.Count > 500 && fortnight.Count > 500);
        Assert.True(month.Average() < 7, $"{month.Average()} days");
        Assert.True(fortnight.Average() < 4, $"{fortnight.Average()} days");
        Assert.True((double)covered / asked is > 0.8 and < 0.9, $"{covered} of {asked}");
        Assert.True(width.Average() < 25, $"{width.Average()} days wide");
    }

    // One part, from new to empty: the days that were left and the forecast, each day that there is one.
    private static List<(double Left, ConsumableForecast Forecast)> Live(SeededRandom chance)
    {
        var device = PartDevice.With("filter", ("filter-life-level", "percentage", 100));
        var property = device.Contract.Properties[0];
        var part = ConsumableParts.Of(device.Contract)[0];
        var usual = 100.0 / chance.Next(30, 401);
        var weekend = 0.3 + (chance.NextDouble() * 1.5);
        var season = (chance.NextDouble() - 0.5) * 0.6;
        var isNoisy = chance.Next(2) == 0;
        var (level, memory) = (100.0, ConsumableMemory.Empty);
        var forecasts = new List<(int Day, ConsumableForecast Forecast)>();
        var (day, away) = (0, 0);
        for (; level > 0 && day < 1_500; day++)
        {
            var now = PartDevice.Start.AddDays(day);
            away = away > 0 ? away - 1 : chance.Next(60) == 0 ? chance.Next(2, 10) : 0;
            var use = away > 0 ? 0 : usual * (day % 7 >= 5 ? weekend : 1) * (1 + (season * Math.Sin(day / 58.0))) * (0.5 + chance.NextDouble());
            level -= use;
            var told = Math.Clamp(Math.Round(level + (isNoisy ? (chance.NextDouble() * 4) - 2 : 0)), 0, 100);
            memory = ConsumableWatch.Report(memory, device, property, chance.Next(200) == 0 ? chance.Next(101) : told, _ => 0, now).Memory;
            memory = ConsumableWatch.Tick(memory, _ => device, (_, _) => 0, now.AddMinutes(30)).Memory;
            if (ConsumableForecast.Of(memory.Find("device", "filter")!, part, now) is { DaysLeft: not null } forecast)
            {
                forecasts.Add((day, forecast));
            }
        }

        return [.. forecasts.Select(one => ((double)(day - 1 - one.Day), one.Forecast))];
    }
}
