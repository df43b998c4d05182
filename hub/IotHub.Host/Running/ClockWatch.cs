using IotHub.Api.Homes;
using IotHub.Host.Composition;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.Host.Running;

/// <summary>Reads the clock for the loop every few seconds, and says what the loop thinks of it. The first reading is there before anything else: <see cref="HubCore"/> posts it.</summary>
internal sealed partial class ClockWatch(HubCore core, ILogger<ClockWatch> logger) : IHostedService, IHubPort, IHealthSource, IDisposable
{
    // A clock is set at most a few times in the life of a hub; until the next look the hub goes by its own even time.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private ITimer? _timer;
    private volatile HealthProblem? _problem;

    /// <inheritdoc/>
    public IReadOnlyList<HealthProblem> Problems => _problem is { } problem ? [problem] : [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (core.Clock is SteadyTime steady)
        {
            // A full lane needs no reading: there will be another.
            _timer = TimeProvider.System.CreateTimer(
                _ => core.Inbox.TryPost(new HubInput.ClockRead(steady.Read(SystemClock.IsSynchronised())), InboxLane.Person), null, Interval, Interval);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            switch (outputs[i])
            {
                case HubOutput.ClockBelieved { IsTrusted: true } believed:
                    // That the clock is right is no news, unless it was not.
                    LogTrusted(logger, _problem is null ? LogLevel.Debug : LogLevel.Information, believed.Why);
                    _problem = null;
                    break;
                case HubOutput.ClockBelieved believed:
                    _problem = new HealthProblem("clock.untrusted", $"{believed.Why} Set the clock, let the hub reach a time server, or confirm that it is right.", believed.At);
                    LogUntrusted(logger, believed.Why);
                    break;
                case HubOutput.ClockSet set:
                    LogSet(logger, set.By);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    [LoggerMessage(EventId = 9070, Message = "{Why}")]
    private static partial void LogTrusted(ILogger logger, LogLevel level, string why);

    [LoggerMessage(EventId = 9071, Level = LogLevel.Warning, Message = "{Why}")]
    private static partial void LogUntrusted(ILogger logger, string why);

    [LoggerMessage(EventId = 9072, Level = LogLevel.Warning, Message = "The clock was set by {By}; waits and holds last as long as they would have")]
    private static partial void LogSet(ILogger logger, TimeSpan by);
}
