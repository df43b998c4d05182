using System.Globalization;
using IotHub.DeviceSim.Homes;
using Spectre.Console;

namespace IotHub.DeviceSim.Cli;

/// <summary>Shows how virtual days pass: one line that renews itself in a terminal, else a plain line a virtual day; then the figures.</summary>
internal static class HomeRunScreen
{
    public static async Task<HomeRunReport> RunAsync(HomeRunOptions options, CancellationToken cancellationToken)
    {
        var run = new HomeRun(options, TimeProvider.System);
        HomeRunReport report;
        if (AnsiConsole.Profile.Out.IsTerminal)
        {
            report = await AnsiConsole.Status().StartAsync("joining", status => run.RunAsync((at, messages) => status.Status(Text(at, messages)), cancellationToken));
        }
        else
        {
            var shown = options.Start;
            report = await run.RunAsync(
                (at, messages) =>
                {
                    if (at - shown >= TimeSpan.FromDays(1))
                    {
                        shown = at;
                        Console.WriteLine(Text(at, messages));
                    }
                },
                cancellationToken);
        }

        Show(report);
        return report;
    }

    private static string Text(DateTimeOffset at, long messages) => string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm}, {messages} messages");

    private static void Show(HomeRunReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("what", "figure");
        Add("home", report.Home);
        Add("devices", report.Devices.ToString(CultureInfo.InvariantCulture));
        Add("virtual time", string.Create(CultureInfo.InvariantCulture, $"{report.From:yyyy-MM-dd HH:mm} to {report.To:yyyy-MM-dd HH:mm}"));
        foreach (var (kind, count) in report.Messages)
        {
            Add($"messages: {kind}", count.ToString(CultureInfo.InvariantCulture));
        }

        Add("messages", report.Sent.ToString(CultureInfo.InvariantCulture));
        Add("acknowledged", report.Acknowledged.ToString(CultureInfo.InvariantCulture));
        Add("refused by the broker", report.Refused.ToString(CultureInfo.InvariantCulture));
        Add("requests", report.Requests.ToString(CultureInfo.InvariantCulture));
        Add("refused by devices", report.Rejections.ToString(CultureInfo.InvariantCulture));
        Add("seconds", report.Seconds.ToString("0.###", CultureInfo.InvariantCulture));
        Add("messages/s", report.MessagesPerSecond.ToString("0.#", CultureInfo.InvariantCulture));
        Add("hash of all messages", report.Hash);
        AnsiConsole.Write(table);
        void Add(string what, string figure) => table.AddRow(Markup.Escape(what), Markup.Escape(figure));
    }
}
