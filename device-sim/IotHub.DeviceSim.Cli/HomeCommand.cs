using System.CommandLine;
using System.Globalization;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim home</c>: homes from files.</summary>
internal static class HomeCommand
{
    // A street. Each home is read whole before the first begins.
    private const int HomesMax = 32;

    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Home files, or names of shipped ones (demo, single-flat, family-house, holiday-flat). Several live one after the other, with --days.",
            Arity = new ArgumentArity(1, HomesMax),
        };
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
        var command = new Command("home", "Runs homes until stopped, or some days of them in virtual time.") { files, days, speed, seed, start, clock, zone, grain, report };
        faults.AddTo(command);
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var plans = result.GetRequiredValue(files).Select(file => Read(file, result.GetValue(seed), plan => faults.Read(result, plan))).ToList();
            if (result.GetValue(days) is not { } number)
            {
                if (result.GetValue(speed) is not null)
                {
                    throw new SimulationException("--speed max needs --days.");
                }

                var alone = plans is [var one] ? one : throw new SimulationException("Several homes live one after the other, with --days. By the clock, start this program once for each.");
                await LiveAsync(new SimulatedHome(alone), hub.Read(result), cancellationToken);
                return;
            }

            var options = new HomeRunOptions
            {
                Plan = plans[0],
                Endpoint = result.GetValue(clock) == "none" ? null : hub.Read(result),
                DrivesClock = result.GetValue(clock) == "driven",
                Duration = number is > 0 and <= 3_650 ? TimeSpan.FromDays(number) : throw new SimulationException($"--days is {number}; expected above 0 to 3650."),
                Start = ReadStart(result.GetValue(start) ?? ""),
                Zone = Zones.Find(result.GetValue(zone) ?? "UTC"),
                Grain = result.GetValue(grain) is >= 0 and <= 3_600 and var seconds ? TimeSpan.FromSeconds(seconds) : throw new SimulationException("--grain is not 0 to 3600."),
            };
            var reports = await LiveDaysAsync(plans, options, cancellationToken);
            if (result.GetValue(report) is { } target)
            {
                await ReportFile.WriteAsync(target, reports is [var only] ? only.ToJson() : $"[{string.Join(",\n", reports.Select(done => done.ToJson()))}]");
            }
        });
        return command;
    }

    private static HomePlan Read(string file, int? seed, Func<DeviceFaults, DeviceFaults> fault)
    {
        var plan = SimulatedHome.Load(ShippedFiles.FindHome(file), ShippedFiles.LoadContracts()).Plan;
        plan = seed is { } other ? plan.WithSeed(other) : plan;
        return plan with { Devices = [.. plan.Devices.Select(device => device with { Faults = fault(device.Faults) })] };
    }

    /// <summary>One after the other; a hub's clock does not go back, so each begins where the one before ended.</summary>
    private static async Task<List<HomeRunReport>> LiveDaysAsync(IEnumerable<HomePlan> plans, HomeRunOptions options, CancellationToken cancellationToken)
    {
        var reports = new List<HomeRunReport>();
        foreach (var plan in plans)
        {
            var begin = reports is [.., var before] && options.Endpoint is not null ? before.To : options.Start;
            reports.Add(await HomeRunScreen.RunAsync(options with { Plan = plan, Start = begin }, cancellationToken));
        }

        return reports;
    }

    private static async Task LiveAsync(SimulatedHome home, MqttEndpoint endpoint, CancellationToken cancellationToken)
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
