using System.Collections.Immutable;
using IotHub.Api.Live;
using IotHub.Automation.Preview;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Diagnostics;
using IotHub.Runtime.Documents;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Automations;

/// <summary>Tries drafts, one at a time, on a thread of the pool: a Pi has four cores, and neither the loop nor another request waits for it.</summary>
/// <param name="feed">The home as it stands.</param>
/// <param name="recording">What was recorded; null in a host that records nothing.</param>
/// <param name="place">The home's clocks, days and sun.</param>
/// <param name="time">The clock: a span ends now.</param>
internal sealed class PreviewDesk(LiveFeed feed, IRecording? recording, HomePlace place, TimeProvider time) : IDisposable
{
    // Thirty days of a hundred devices take seconds; what takes longer than this nobody waits for.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _gate = new(1);

    public bool CanLookBack => recording is not null;

    /// <summary>Tries a draft against the last days.</summary>
    /// <returns>Null where another preview is under way.</returns>
    public Task<(PreviewResult? Result, ImmutableArray<Diagnostic> Diagnostics)?> TryAsync(string id, string text, int days, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return TryAsync((home, token) => home.Run(id, text, recording!, now - TimeSpan.FromDays(days), now, token), cancellationToken);
    }

    /// <summary>Tries a draft against a scenario.</summary>
    /// <returns>Null where another preview is under way.</returns>
    public Task<(PreviewResult? Result, ImmutableArray<Diagnostic> Diagnostics)?> TryAsync(string id, string text, ReadOnlyMemory<byte> scenario, CancellationToken cancellationToken) =>
        TryAsync((home, token) => home.Run(id, text, scenario, token), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<(PreviewResult? Result, ImmutableArray<Diagnostic> Diagnostics)?> TryAsync(
        Func<DraftPreview, CancellationToken, (PreviewResult? Result, ImmutableArray<Diagnostic> Diagnostics)> work, CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return null;
        }

        try
        {
            using var limit = new CancellationTokenSource(TimeLimit, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var home = feed.Home;
            var draft = new DraftPreview(
                new ProjectedHome(home),
                home.Written(),
                place);
            return await Task.Run(() => work(draft, both.Token), both.Token);
        }
        finally
        {
            _gate.Release();
        }
    }
}
