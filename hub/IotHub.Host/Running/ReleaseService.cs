using IotHub.Api.Feedback;
using IotHub.Host.Composition;
using IotHub.Runtime.Storing;

namespace IotHub.Host.Running;

/// <summary>At the start, remembers which version runs, and says it where it is another than the last.</summary>
internal sealed partial class ReleaseService(HubCore core, IFeedbackSource source, ILogger<ReleaseService> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await core.Store.ApplyReleaseAsync(source.Running, source.Releases, TimeProvider.System.GetUtcNow(), cancellationToken) is { } step)
            {
                LogApplied(logger, step.To, step.From, step.Answered);
            }
        }
        catch (StoreException fault)
        {
            // The next start tries again; nothing else waits for it.
            LogNotWritten(logger, fault);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 9096, Level = LogLevel.Information, Message = "This is version {To}, after {From}; of what this home asked for it answers {Answered}")]
    private static partial void LogApplied(ILogger logger, Insights.Feedback.ReleaseVersion to, Insights.Feedback.ReleaseVersion from, int answered);

    [LoggerMessage(EventId = 9097, Level = LogLevel.Warning, Message = "Which version runs could not be written down; it is tried again at the next start")]
    private static partial void LogNotWritten(ILogger logger, Exception fault);
}
