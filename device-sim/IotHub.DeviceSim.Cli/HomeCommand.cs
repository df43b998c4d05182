using System.CommandLine;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim home</c>: a home from a file.</summary>
internal static class HomeCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A home file, or the name of one shipped (demo)." };
        var command = new Command("home", "Runs a home until stopped.") { file };
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var home = SimulatedHome.Load(ShippedFiles.FindHome(result.GetRequiredValue(file)), ShippedFiles.LoadContracts());
            using var showing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var shown = Task.CompletedTask;
            try
            {
                await home.RunAsync(hub.Read(result), TimeProvider.System, fleet => shown = LiveCounts.ShowAsync(fleet, TimeProvider.System, showing.Token), cancellationToken);
            }
            finally
            {
                await showing.CancelAsync();
                await shown;
            }
        });
        return command;
    }
}
