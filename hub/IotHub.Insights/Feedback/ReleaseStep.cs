namespace IotHub.Insights.Feedback;

/// <summary>The hub runs in another version than before.</summary>
/// <param name="From">The version before.</param>
/// <param name="To">The version now; older where somebody went back.</param>
/// <param name="Answered">How much of what this home wrote or voted for is answered now and was not before.</param>
public sealed record ReleaseStep(ReleaseVersion From, ReleaseVersion To, int Answered)
{
    /// <summary>What the step from one version to another answers.</summary>
    public static ReleaseStep Between(ReleaseVersion from, ReleaseVersion to, ReleaseHistory history, IEnumerable<FeedbackItem> items, IEnumerable<IdeaVote> votes) =>
        new(from, to, ReleaseAnswer.Of(history, to, items, votes).Count(answer => answer.Release.Version > from));
}
