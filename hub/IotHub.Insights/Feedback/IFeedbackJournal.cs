using System.Collections.Immutable;

namespace IotHub.Insights.Feedback;

/// <summary>What this home wrote and voted for, kept on the hub. Each event is written in the transaction of what it tells of.</summary>
public interface IFeedbackJournal
{
    /// <summary>Keeps an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="diagnostics">What is attached to it; null where it has none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<FeedbackVerdict> AddAsync(FeedbackItem item, string? diagnostics, CancellationToken cancellationToken);

    /// <summary>Items, newest first, at most so many.</summary>
    ValueTask<ImmutableArray<FeedbackItem>> ItemsAsync(int countMax, CancellationToken cancellationToken);

    /// <summary>One item; null where there is none.</summary>
    ValueTask<FeedbackItem?> ItemAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>What is attached to an item; null for none.</summary>
    ValueTask<string?> DiagnosticsAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes an item with its diagnostics.</summary>
    /// <returns>False where there is none.</returns>
    ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>All votes, oldest first.</summary>
    ValueTask<ImmutableArray<IdeaVote>> VotesAsync(CancellationToken cancellationToken);

    /// <summary>Votes for an idea, or takes the vote back. There is one vote for each idea.</summary>
    ValueTask<FeedbackVerdict> VoteAsync(Guid idea, bool isUp, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The ring of the home; stable until somebody chose another.</summary>
    ValueTask<FeedbackRing> RingAsync(CancellationToken cancellationToken);

    /// <summary>Chooses a ring.</summary>
    ValueTask<FeedbackVerdict> ChangeRingAsync(FeedbackRing ring, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Remembers that the owner has seen these answers.</summary>
    /// <param name="answers">Each with the id of the item or idea.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask MarkSeenAsync(IReadOnlyCollection<ReleaseAnswer> answers, CancellationToken cancellationToken);
}
