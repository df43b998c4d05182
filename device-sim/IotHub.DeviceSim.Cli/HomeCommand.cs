using System.CommandLine;
using System.Globalization;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim home</c>: a home from a file.</summary>
internal static class HomeCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A home file, or the name of one shipped (demo, single-flat, family-house, holiday-flat)." };
        var days = new Option<double?>("--days") { Description = "Lives so many days in virtual time, as fast as the hub takes it, and ends." };
        var speed = new Option<string?>("--speed") { Description = "max, with --days: as fast as the hub takes it (the only speed of virtual time)." };
        var seed = new Option<int?>("--seed") { Description = "Seed of all chance, in place of the file's." };
        var start = new Option<string>("--start") { Description = "With --days: where virtual time begins.", DefaultValueFactory = _ => "2026-01-05T00:00:00Z" };
        var clock = new Option<string>("--clock") { Description = "With --days: driven, the run drives the hub's clock; own, the hub keeps its time; none, without a hub: only what devices would send.", DefaultValueFactory = _ => "driven" };
        var zone = new Option<string>("--zone") { Description = "With --days: time zone of the home.", DefaultValueFactory = _ => "UTC" };
        var grain = new Option<double>("--grain") { Description = "With --days: what happens within so many seconds is one moment for the hub; 0 for exact times.", DefaultValueFactory = _ => 5 };
        var report = new Option<string?>("--report") { Description = "With --days: where to write the figures as JSON." };
        var faults = new FaultOptions();
        speed.AcceptOnlyFromAmong("max");
        clock.AcceptOnlyFromAmong("driven", "own", "none");
        var command = new Command("home", "Runs a home until stopped, or some days of it in virtual time.") { file, days, speed, seed, start, clock, zone, grain, report };
        faults.AddTo(command);
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var home = SimulatedHome.Load(ShippedFiles.FindHome(result.GetRequiredValue(file)), ShippedFiles.LoadContracts());
            var plan = result.GetValue(seed) is { } other ? home.Plan.WithSeed(other) : home.Plan;
            plan = plan with { Devices = [.. plan.Devices.Select(device => device with { Faults = faults.Read(result, device.Faults) })] };
            if (result.GetValue(days) is not { } number)
            {
                if (result.GetValue(speed) is not null)
                {
                    throw new SimulationException("--speed max needs --days.");
                }

                await LiveAsync(new SimulatedHome(plan), hub.Read(result), cancellationToken);
                return;
            }

            var options = new HomeRunOptions
            {
                Plan = plan,
                Endpoint = result.GetValue(clock) == "none" ? null : hub.Read(result),
                DrivesClock = result.GetValue(clock) == "driven",
                Duration = number is > 0 and <= 3_650 ? TimeSpan.FromDays(number) : throw new SimulationException($"--days is {number}; expected above 0 to 3650."),
                Start = ReadStart(result.GetValue(start) ?? ""),
                Zone = Zones.Find(result.GetValue(zone) ?? "UTC"),
                Grain = result.GetValue(grain) is >= 0 and <= 3_600 and var seconds ? TimeSpan.FromSeconds(seconds) : throw new SimulationException("--grain is not 0 to 3600."),
            };
            var done = await HomeRunScreen.RunAsync(options, cancellationToken);
            if (result.GetValue(report) is { } target)
            {
                await ReportFile.WriteAsync(target, done.ToJson());
            }
        });
        return command;
    }

    private static async Task LiveAsync(SimulatedHome home, Devices.MqttEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var showing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shown = Task.CompletedTask;
        try
        {
            await home.RunAsync(endpoint, TimeProvider.System, fleet => shown = LiveCounts.ShowAsync(fleet, TimeProvider.System, showing.Token), cancellationToken);
        }
        finally
        {
            await showing.CancelAsync();
            await shown;
        }
    }

    private static DateTimeOffset ReadStart(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start)
            ? start : throw new SimulationException($"--start is {text}; expected a moment such as 2026-01-05T00:00:00Z.");
}
