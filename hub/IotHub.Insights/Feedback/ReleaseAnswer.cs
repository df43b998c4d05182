namespace IotHub.Insights.Feedback;

/// <summary>You asked, it shipped: a release that answers what this home wrote or voted for.</summary>
/// <param name="Id">Of the item or the idea.</param>
/// <param name="Item">What this home wrote; null for an idea.</param>
/// <param name="Idea">What this home voted for; null for an item.</param>
/// <param name="Release">The release.</param>
/// <param name="IsSeen">Whether the owner has seen it.</param>
public sealed record ReleaseAnswer(Guid Id, FeedbackItem? Item, Idea? Idea, Release Release, bool IsSeen)
{
    /// <summary>All answers that the running version has for a home: newest release first, and in each the items before the ideas.</summary>
    /// <param name="history">The releases.</param>
    /// <param name="running">The running version.</param>
    /// <param name="items">What the home wrote.</param>
    /// <param name="votes">What it voted for; an idea that is no longer on the board says nothing.</param>
    public static IReadOnlyList<ReleaseAnswer> Of(ReleaseHistory history, ReleaseVersion running, IEnumerable<FeedbackItem> items, IEnumerable<IdeaVote> votes)
    {
        ArgumentNullException.ThrowIfNull(history);
        var answers = new List<ReleaseAnswer>();
        foreach (var item in items)
        {
            if (history.AnswerTo(item.Id, running) is { } release)
            {
                answers.Add(new ReleaseAnswer(item.Id, item, null, release, item.Seen == release.Version));
            }
        }

        foreach (var vote in votes)
        {
            if (history.TryGetIdea(vote.Idea, out var idea) && history.AnswerTo(vote.Idea, running) is { } release)
            {
                answers.Add(new ReleaseAnswer(vote.Idea, null, idea, release, vote.Seen == release.Version));
            }
        }

        return [.. answers.OrderByDescending(answer => answer.Release.Version)];
    }
}
