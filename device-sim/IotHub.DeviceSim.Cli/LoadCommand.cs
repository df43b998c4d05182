using System.CommandLine;
using System.Globalization;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Scenarios.Load;
using Spectre.Console;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim load</c>: a steady rate over many connections.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var devices = new Option<int>("--devices") { Description = "How many, each on a connection of its own.", DefaultValueFactory = _ => 100 };
        var rate = new Option<double>("--rate") { Description = "Messages in a second of all together.", DefaultValueFactory = _ => 100 };
        var seconds = new Option<double>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var contract = new Option<string>("--contract") { Description = "A kind or a contract file.", DefaultValueFactory = _ => "temperature-humidity-sensor" };
        var prefix = new Option<string>("--prefix") { Description = "What dids begin with.", DefaultValueFactory = _ => "load" };
        var seed = new Option<int>("--seed") { Description = "Seed of all chance.", DefaultValueFactory = _ => 1 };
        var report = new Option<string?>("--report") { Description = "Where to write the figures as JSON." };
        var command = new Command("load", "Sends at a steady rate over many connections; the exit code is 1 when a message is lost or refused.") { devices, rate, seconds, contract, prefix, seed, report };
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var options = new LoadOptions
            {
                Endpoint = hub.Read(result),
                Contract = ShippedFiles.LoadContract(result.GetRequiredValue(contract)),
                Devices = Within("--devices", result.GetValue(devices), 1, SimLimits.DevicesMax),
                Rate = Within("--rate", result.GetValue(rate), 0.01, 200_000),
                Duration = TimeSpan.FromSeconds(Within("--seconds", result.GetValue(seconds), 0.1, 86_400)),
                Prefix = result.GetValue(prefix) is { } text && Contracts.Topics.DeviceTopics.IsValidDid($"{text}-{SimLimits.DevicesMax}") ? text : throw new SimulationException("--prefix gives no did; choose another."),
                Seed = result.GetValue(seed),
            };
            var done = await new LoadRun(options, TimeProvider.System).RunAsync(cancellationToken);
            Show(done);
            if (result.GetValue(report) is { } target)
            {
                await ReportFile.WriteAsync(target, done.ToJson());
            }

            if (done.Lost > 0 || done.Refused > 0)
            {
                throw new SimulationException($"{done.Lost} of {done.Sent} messages were lost and {done.Refused} refused.");
            }
        });
        return command;
    }

    private static T Within<T>(string name, T value, T minimum, T maximum)
        where T : IComparable<T> =>
        value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0
            ? value
            : throw new SimulationException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected {minimum} to {maximum}."));

    private static void Show(LoadReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("what", "figure");
        Add("devices", report.Devices);
        Add("seconds to join", report.JoinSeconds);
        Add("messages/s asked", report.RateAsked);
        Add("messages/s achieved", report.RateAchieved);
        Add("sent", report.Sent);
        Add("acknowledged", report.Acknowledged);
        Add("refused", report.Refused);
        Add("lost", report.Lost);
        Add("reconnects", report.Reconnects);
        Add("p50 due to PUBACK, ms", report.LatencyP50Milliseconds);
        Add("p99 due to PUBACK, ms", report.LatencyP99Milliseconds);
        Add("slowest, ms", report.LatencyMaxMilliseconds);
        AnsiConsole.Write(table);
        void Add(string what, double? figure) => table.AddRow(Markup.Escape(what), figure?.ToString("0.###", CultureInfo.InvariantCulture) ?? "-");
    }
}
