using System.CommandLine;

namespace IotHub.DeviceSim.Cli;

/// <summary>Runs a command: trouble becomes a sentence and exit code 1, a stop becomes exit code 0.</summary>
internal static class Guarded
{
    public static void SetGuardedAction(this Command command, Func<ParseResult, CancellationToken, Task> action) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                await action(result, cancellationToken);
                return 0;
            }
            catch (SimulationException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return 1;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return 0;
            }
        });
}
