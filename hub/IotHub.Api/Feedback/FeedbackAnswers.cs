using IotHub.Insights.Feedback;

namespace IotHub.Api.Feedback;

/// <summary>Makes the bodies of answers about feedback.</summary>
internal static class FeedbackAnswers
{
    public static FeedbackBody Compose(FeedbackItem item, IFeedbackSource source)
    {
        var release = source.Releases.AnswerTo(item.Id, source.Running);
        return new FeedbackBody(
            item.Id.ToString(),
            item.At,
            FeedbackWords.Of(item.Kind),
            FeedbackWords.Of(item.Topic),
            FeedbackWords.Of(item.Severity),
            item.Text,
            item.Model,
            FeedbackWords.Of(item.Ring),
            item.HubVersion.ToString(),
            item.HasDiagnostics,
            FeedbackWords.Of(release is null ? FeedbackState.Open : FeedbackState.Shipped),
            release is null ? null : Compose(release));
    }

    public static IdeaBody Compose(Idea idea, IEnumerable<IdeaVote> votes) => new(
        idea.Id.ToString(), idea.Title.English, idea.Title.Chinese, FeedbackWords.Of(idea.Status), idea.Release?.ToString(), votes.Any(vote => vote.Idea == idea.Id));

    public static ShippedBody Compose(ReleaseAnswer answer) => new(
        answer.Id.ToString(),
        answer.Item is not null ? "feedback" : "idea",
        answer.Item?.Text ?? answer.Idea!.Title.English,
        answer.Item?.Text ?? answer.Idea!.Title.Chinese,
        Compose(answer.Release),
        !answer.IsSeen);

    private static ReleaseBody Compose(Release release) => new(release.Version.ToString(), release.Date, FeedbackWords.Of(release.Ring), release.Notes.English, release.Notes.Chinese);
}
