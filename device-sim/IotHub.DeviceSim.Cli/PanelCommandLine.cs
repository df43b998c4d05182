using System.CommandLine;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Panel;
using Spectre.Console;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim panel</c>: a home whose devices can be poked, by keyboard or by commands on the standard input.</summary>
internal static class PanelCommandLine
{
    public static Command Create()
    {
        var file = new Option<string>("--home") { Description = "A home file, or the name of one shipped.", DefaultValueFactory = _ => "demo" };
        var still = new Option<bool>("--still") { Description = "Devices do nothing by themselves." };
        var command = new Command("panel", "Runs a home and lets you poke its devices; without a terminal it takes commands from the standard input, one a line (help tells them).") { file, still };
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var plan = SimulatedHome.Load(ShippedFiles.FindHome(result.GetValue(file) ?? "demo"), ShippedFiles.LoadContracts()).Plan;
            if (result.GetValue(still))
            {
                plan = plan with { Day = [], People = [], Devices = [.. plan.Devices.Select(device => device with { ActsByItself = false })] };
            }

            using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var joined = new TaskCompletionSource<PanelSession>(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = new SimulatedHome(plan).RunAsync(hub.Read(result), TimeProvider.System, fleet => joined.TrySetResult(new PanelSession(fleet.Devices)), leave.Token);
            try
            {
                // A home that could not join ends before it has devices to show; awaiting it below says why.
                if (await Task.WhenAny(joined.Task, running) == joined.Task)
                {
                    await ServeAsync(await joined.Task, cancellationToken);
                }
            }
            finally
            {
                await leave.CancelAsync();
                await running;
            }
        });
        return command;
    }

    private static async Task ServeAsync(PanelSession session, CancellationToken cancellationToken)
    {
        if (AnsiConsole.Profile.Out.IsTerminal && !Console.IsInputRedirected)
        {
            await new PanelScreen(session, TimeProvider.System).RunAsync(cancellationToken);
            return;
        }

        Console.WriteLine($"{session.Devices.Length} devices are online.");
        var hasFailed = false;
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            var answer = await session.ExecuteAsync(line, cancellationToken);
            foreach (var text in answer.Lines)
            {
                await (answer.IsDone ? Console.Out : Console.Error).WriteLineAsync(text);
            }

            hasFailed |= !answer.IsDone;
            if (answer.Ends)
            {
                break;
            }
        }

        if (hasFailed)
        {
            throw new SimulationException("Some commands could not be done.");
        }
    }
}
