using IotHub.Runtime;

namespace IotHub.Host.Running;

/// <summary>
/// Tells the service manager that the hub is ready, that it stops, and that it lives: the loop and the task of wired devices have to answer, within half of the time
/// after which the manager takes the hub for hung. What is hung is killed and started again, and the kernel takes the lines back meanwhile.
/// </summary>
internal sealed partial class LifeSigns(
    Supervisor supervisor, HubInbox inbox, IEnumerable<WiredService> wired, IHostApplicationLifetime lifetime, ILogger<LifeSigns> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!supervisor.IsThere)
        {
            return;
        }

        using var stopping = lifetime.ApplicationStopping.Register(() => supervisor.Tell("STOPPING=1"));
        using var started = lifetime.ApplicationStarted.Register(() =>
        {
            if (!supervisor.Tell("READY=1"))
            {
                LogNotTold(logger);
            }
        });
        if (supervisor.Watchdog is not { } limit)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var timer = new PeriodicTimer(limit / 2, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await LivesAsync(limit / 2, stoppingToken))
            {
                supervisor.Tell("WATCHDOG=1");
            }
            else
            {
                LogSilent(logger, limit / 2);
            }
        }
    }

    private async Task<bool> LivesAsync(TimeSpan within, CancellationToken stoppingToken)
    {
        using var late = new CancellationTokenSource(within, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stoppingToken);
        try
        {
            // A tick only lets the loop do what is due. As urgent as a person: load is no reason to be killed.
            await inbox.AskAsync(HubInput.Tick.Instance, InboxLane.Person, either.Token);
            foreach (var board in wired)
            {
                await board.Bridge.AskAsync(either.Token);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return stoppingToken.IsCancellationRequested;
        }
    }

    [LoggerMessage(EventId = 9604, Level = LogLevel.Warning, Message = "The service manager could not be told that the hub is ready")]
    private static partial void LogNotTold(ILogger logger);

    [LoggerMessage(EventId = 9605, Level = LogLevel.Error, Message = "The hub did not answer itself within {Within}: the service manager is not told that it lives")]
    private static partial void LogSilent(ILogger logger, TimeSpan within);
}
