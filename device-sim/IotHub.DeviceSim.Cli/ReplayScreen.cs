using System.Globalization;
using IotHub.DeviceSim.Scenarios;
using IotHub.DeviceSim.Scenarios.Recordings;
using Spectre.Console;

namespace IotHub.DeviceSim.Cli;

/// <summary>Shows how a replay goes: a progress bar in a terminal, else a plain line for each tenth.</summary>
internal static class ReplayScreen
{
    public static async Task<ReplayReport> RunAsync(Func<Action<ReplayProgress>, Task<ReplayReport>> replay)
    {
        if (AnsiConsole.Profile.Out.IsTerminal)
        {
            return await AnsiConsole.Progress().StartAsync(async context =>
            {
                var bar = context.AddTask("replaying");
                return await replay(progress =>
                {
                    bar.MaxValue = progress.Events;
                    bar.Value = progress.Done;
                    bar.Description = Day(progress);
                });
            });
        }

        var shown = 0L;
        return await replay(progress =>
        {
            var tenth = progress.Done * 10 / progress.Events;
            if (tenth > shown)
            {
                shown = tenth;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.Events} events, {Day(progress)}, {progress.Requests} requests"));
            }
        });
    }

    public static void ShowReport(ReplayReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("what", "figure");
        Add(table, "lines", report.Lines);
        Add(table, "with events", report.EventLines);
        Add(table, "notes", report.Notes);
        Add(table, "blank", report.Blank);
        foreach (var (reason, count) in report.Rejected)
        {
            Add(table, $"rejected: {reason}", count);
        }

        Add(table, "events published", report.Published);
        Add(table, "activations named again", report.Repeated);
        Add(table, "time went back", report.TimeWentBack);
        Add(table, "sensors", report.Sensors);
        Add(table, "other devices", report.Actuators);
        Add(table, "requests", report.Requests);
        Add(table, "seconds", report.Seconds);
        Add(table, "events/s", report.EventsPerSecond);
        Add(table, "p50 event to request, ms", report.LatencyP50Milliseconds);
        Add(table, "p99 event to request, ms", report.LatencyP99Milliseconds);
        AnsiConsole.Write(table);
        foreach (var rejection in report.FirstRejections)
        {
            Console.WriteLine(rejection);
        }
    }

    private static string Day(ReplayProgress progress) => progress.At?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "before the first event";

    private static void Add(Table table, string what, double? figure) =>
        table.AddRow(Markup.Escape(what), figure?.ToString("0.###", CultureInfo.InvariantCulture) ?? "-");
}
