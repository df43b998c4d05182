using IotHub.Runtime;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Live;

/// <summary>Asks the loop on behalf of a request, and waits until the picture of the home shows what was done: who saves and then reads sees it.</summary>
internal sealed class Loop(HubInbox inbox, LiveFeed feed, TimeProvider time, IOptions<ApiOptions> options)
{
    /// <summary>Asks.</summary>
    /// <returns>The answer, null when none came in time; and the home, as it was when the condition held or time was up.</returns>
    public async Task<(HubAnswer? Answer, HomeProjection Home)> AskAsync(
        HubInput input, Func<HubAnswer, HomeProjection, bool> isShown, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.LoopTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        HubAnswer? answer = null;
        try
        {
            answer = await inbox.AskAsync(input, InboxLane.Person, either.Token);
            return (answer, answer.Accepted ? await feed.WaitForAsync(home => isShown(answer, home), either.Token) : feed.Home);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (answer, feed.Home);
        }
    }

    /// <summary>The whole state from the loop, counters included; null when none came in time.</summary>
    public async Task<HubSnapshot?> SnapshotAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.LoopTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await feed.TakeSnapshotAsync(either.Token);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
