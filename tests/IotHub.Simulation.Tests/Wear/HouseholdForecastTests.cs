using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace IotHub.Simulation.Tests.Wear;

public sealed class HouseholdForecastTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Scratch()
    {
        var homes = (Environment.GetEnvironmentVariable("WEAR_HOMES") ?? "single-flat").Split(',');
        var days = int.Parse(Environment.GetEnvironmentVariable("WEAR_DAYS") ?? "365", CultureInfo.InvariantCulture);
        var figures = new WearFigures();
        foreach (var home in homes)
        {
            var report = await WearRun.LiveAsync(WearingHome.Load(home + ".json", 0, days), days, figures);
            output.WriteLine($"{home}: {report.Sent} messages, {report.Seconds} s, cpu {Process.GetCurrentProcess().TotalProcessorTime}");
        }

        foreach (var line in figures.Lines())
        {
            output.WriteLine(line);
        }
    }
}
