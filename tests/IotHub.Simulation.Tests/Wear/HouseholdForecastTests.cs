using System.Globalization;
using Xunit.Abstractions;

namespace IotHub.Simulation.Tests.Wear;

/// <summary>
/// How far forecasts are off, in days, measured on the simulator's households: SIMULATED use, by the routines of the shipped homes. Nine months of three homes;
/// <c>IOTHUB_FULL=1</c> lives a year of all four, with three seeds each.
/// </summary>
public sealed class HouseholdForecastTests(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1";

    [Fact]
    public async Task Of_HouseholdsThatWearParts_IsOffByFewDaysAndSaysHowFar()
    {
        var (days, seeds) = IsFull ? (365, new[] { 0, 101, 102 }) : (270, [0]);
        var homes = IsFull ? new[] { "single-flat", "family-house", "holiday-flat", "demo" } : ["single-flat", "family-house", "holiday-flat"];
        var figures = new WearFigures();
        foreach (var (home, seed) in from seed in seeds from home in homes where home != "demo" || seed == 0 select (home, seed))
        {
            var report = await WearRun.LiveAsync(WearingHome.Load($"{home}.json", seed, days), days, figures);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{home}, seed {seed}: {days} days, {report.Sent} messages, {report.Seconds} s"));
        }

        foreach (var line in figures.Lines())
        {
            output.WriteLine(line);
        }

        // What differs from day to day is what a forecast is for: the filter that people switch on and off, the robot that they send now and then.
        var (all, purifier, robot) = (figures.All, figures.Of("filter of air-purifier"), figures.Of("filter of vacuum"));
        Assert.True(all.Ends >= 30 && purifier.Ends >= 3 && robot.Ends >= 1, $"{all.Ends} parts came to their end, {purifier.Ends} of purifiers, {robot.Ends} of robots");
        Assert.True(all.Month.Average() < 4, $"{all.Month.Average()} days at about 30");
        Assert.True(all.Fortnight.Average() < 2.5, $"{all.Fortnight.Average()} days at about 12");
        Assert.True((double)all.Covered / all.Asked > 0.85, $"{all.Covered} of {all.Asked} in the range");
        Assert.True((double)purifier.Covered / purifier.Asked > 0.7, $"{purifier.Covered} of {purifier.Asked} of purifiers in the range");
        Assert.True(all.Width.Average() < 15, $"the range at 30 days is {all.Width.Average()} days wide");
        Assert.True(all.FalseLow * 10 <= all.LowByForecast, $"{all.FalseLow} of {all.LowByForecast} were said to be low far too early");
        Assert.True(all.MissedLow * 20 <= all.Ends, $"{all.MissedLow} of {all.Ends} were said to be low too late");
    }
}
