using System.CommandLine;
using System.Globalization;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Scenarios;
using IotHub.DeviceSim.Scenarios.Recordings;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim replay</c>: a recorded home.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var casas = new Option<string?>("--casas") { Description = "A recording of the CASAS form, plain or packed with gzip." };
        var kasteren = new Option<string?>("--kasteren") { Description = "A recording of the van Kasteren form (kasterenSenseData.txt)." };
        var mit = new Option<string?>("--mit") { Description = "A recording of the MIT form (activities_data.csv, with sensors.csv beside it)." };
        var speed = new Option<string>("--speed") { Description = "How many times faster than recorded, or full.", DefaultValueFactory = _ => "full" };
        var clock = new Option<string?>("--clock") { Description = "driven: the replay drives the hub's clock (default with --speed full); own: the hub keeps its time." };
        var home = new Option<string?>("--home") { Description = "A home file with lamps and other devices beside the sensors, or the name of one shipped (casas-home)." };
        var report = new Option<string?>("--report") { Description = "Where to write the figures as JSON." };
        var limit = new Option<long?>("--limit") { Description = "Replays only so many lines." };
        var tail = new Option<string>("--tail") { Description = "How far a driven clock goes on after the last event: 24h, 30m, 90s.", DefaultValueFactory = _ => "24h" };
        var zone = new Option<string>("--zone") { Description = "Time zone of the recorded times.", DefaultValueFactory = _ => "UTC" };
        clock.AcceptOnlyFromAmong("driven", "own");
        var command = new Command("replay", "Replays a recorded home into the hub.") { casas, kasteren, mit, speed, clock, home, report, limit, tail, zone };
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var catalogue = ShippedFiles.LoadContracts();
            (string? Path, RecordingFormat Format)[] given =
                [(result.GetValue(casas), RecordingFormat.Casas), (result.GetValue(kasteren), RecordingFormat.Kasteren), (result.GetValue(mit), RecordingFormat.Mit)];
            if (given.Count(one => one.Path is not null) != 1)
            {
                throw new SimulationException("Expected exactly one recording: --casas, --kasteren or --mit.");
            }

            var (path, format) = (given.First(one => one.Path is not null).Path!, given.First(one => one.Path is not null).Format);
            if (!File.Exists(path))
            {
                throw new SimulationException($"There is no recording {path}.");
            }

            var factor = ReadSpeed(result.GetValue(speed) ?? "full");
            var options = new ReplayOptions
            {
                Path = path,
                Format = format,
                Endpoint = hub.Read(result),
                Catalogue = catalogue,
                Speed = factor,
                DrivesClock = (result.GetValue(clock) ?? (factor is null ? "driven" : "own")) == "driven",
                Home = result.GetValue(home) is { } file ? SimulatedHome.Load(ShippedFiles.FindHome(file), catalogue).Plan : null,
                Limit = result.GetValue(limit),
                Tail = ReadDuration(result.GetValue(tail) ?? "24h"),
                Zone = Zones.Find(result.GetValue(zone) ?? "UTC"),
            };
            var done = await ReplayScreen.RunAsync(progress => new RecordingReplay(options, TimeProvider.System).RunAsync(progress, cancellationToken));
            ReplayScreen.ShowReport(done);
            if (result.GetValue(report) is { } target)
            {
                await ReportFile.WriteAsync(target, done.ToJson());
            }
        });
        return command;
    }

    private static double? ReadSpeed(string text) =>
        text == "full" ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 1e9 ? speed
        : throw new SimulationException($"--speed is {text}; expected full or a number above zero.");

    private static TimeSpan ReadDuration(string text)
    {
        var unit = text.Length == 0 ? ' ' : text[^1];
        var factor = unit switch { 'h' => 3_600, 'm' => 60, 's' => 1, _ => 0 };
        return factor > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number * factor is >= 0 and <= 31_536_000
            ? TimeSpan.FromSeconds(number * factor)
            : throw new SimulationException($"--tail is {text}; expected a duration such as 24h, 30m or 90s, at most a year.");
    }
}
