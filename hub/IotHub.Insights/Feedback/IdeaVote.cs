namespace IotHub.Insights.Feedback;

/// <summary>That somebody of this home voted for an idea.</summary>
/// <param name="Idea">Which idea.</param>
/// <param name="At">When.</param>
/// <param name="Seen">The release whose answer the owner has seen; null while there is none.</param>
public sealed record IdeaVote(Guid Idea, DateTimeOffset At, ReleaseVersion? Seen);
