using System.Collections.Immutable;
using IotHub.Insights.Feedback;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime.Storing;
using IotHub.Storage.Usage;

namespace IotHub.Storage;

/// <summary>Feedback in <c>hub.db</c>: what this home wrote stays here; events tell only that it did.</summary>
public sealed partial class HubStore : IFeedbackJournal
{
    private FeedbackTable? _feedback;

    private FeedbackTable Feedback => _feedback ??= new FeedbackTable(_hub.Database);

    /// <inheritdoc/>
    public ValueTask<FeedbackVerdict> AddAsync(FeedbackItem item, string? diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return InFeedbackAsync(feedback => feedback.Add(item, diagnostics) ? Tell(FeedbackEvents.Submitted(item)) : FeedbackVerdict.Full, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<FeedbackItem>> ItemsAsync(int countMax, CancellationToken cancellationToken) =>
        _gate.EnterAsync(() => Feedback.Items(countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FeedbackItem?> ItemAsync(Guid id, CancellationToken cancellationToken) => _gate.EnterAsync(() => Feedback.Item(id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> DiagnosticsAsync(Guid id, CancellationToken cancellationToken) => _gate.EnterAsync(() => Feedback.Diagnostics(id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => InFeedbackAsync(feedback => feedback.Delete(id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<IdeaVote>> VotesAsync(CancellationToken cancellationToken) => _gate.EnterAsync(() => Feedback.Votes(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FeedbackVerdict> VoteAsync(Guid idea, bool isUp, DateTimeOffset at, CancellationToken cancellationToken) =>
        InFeedbackAsync(feedback => feedback.Vote(idea, isUp, at) ?? Tell(FeedbackEvents.Voted(idea, isUp, at)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FeedbackRing> RingAsync(CancellationToken cancellationToken) => _gate.EnterAsync(() => Feedback.Ring, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FeedbackVerdict> ChangeRingAsync(FeedbackRing ring, DateTimeOffset at, CancellationToken cancellationToken) => InFeedbackAsync(
        feedback =>
        {
            if (feedback.Ring == ring)
            {
                return FeedbackVerdict.Same;
            }

            feedback.SaveRing(ring);
            return Tell(FeedbackEvents.RingChosen(ring, at));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask MarkSeenAsync(IReadOnlyCollection<ReleaseAnswer> answers, CancellationToken cancellationToken) => await InFeedbackAsync(
        feedback =>
        {
            foreach (var answer in answers)
            {
                feedback.MarkSeen(answer);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Remembers which version runs, and tells of it where it is another than the last.</summary>
    /// <param name="running">The running version.</param>
    /// <param name="history">The releases, for how much of what this home asked for is answered now.</param>
    /// <param name="at">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where the version is the last one, or the first that is written down.</returns>
    /// <exception cref="StoreException">It cannot be written; it is tried with the next start.</exception>
    public ValueTask<ReleaseStep?> ApplyReleaseAsync(ReleaseVersion running, ReleaseHistory history, DateTimeOffset at, CancellationToken cancellationToken) => InFeedbackAsync(
        feedback =>
        {
            var last = feedback.LastVersion;
            if (last == running)
            {
                return null;
            }

            feedback.SaveVersion(running);
            if (last is not { } from)
            {
                return null;
            }

            var step = ReleaseStep.Between(from, running, history, feedback.Items(FeedbackBounds.ItemsMax), feedback.Votes());
            Tell(FeedbackEvents.Applied(step, feedback.Ring, at));
            return step;
        },
        cancellationToken);

    /// <summary>Deletes what people wrote and voted for; part of the caller's transaction.</summary>
    private void EraseFeedback() => Feedback.Erase();

    private FeedbackVerdict Tell(UsageFact fact) => _usage?.Record(fact, DeviceCount, _usageTime.GetUtcNow()) == true ? FeedbackVerdict.Told : FeedbackVerdict.Kept;

    private async ValueTask<T> InFeedbackAsync<T>(Func<FeedbackTable, T> work, CancellationToken cancellationToken)
    {
        var result = await _gate.EnterAsync(
            () =>
            {
                T? done = default;
                WriteHub(() => done = work(Feedback));
                return done;
            },
            cancellationToken);
        TellRecorded();
        return result!;
    }
}
