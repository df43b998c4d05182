using System.Text.Json.Nodes;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Feedback;

/// <summary>What events tell of feedback: words out of short lists, an id, a version. Nothing that a person wrote.</summary>
public static class FeedbackEvents
{
    /// <summary>An item was sent.</summary>
    public static UsageFact Submitted(FeedbackItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var data = new JsonObject
        {
            ["feedbackId"] = item.Id.ToString(),
            ["kind"] = FeedbackWords.Of(item.Kind),
            ["topic"] = FeedbackWords.Of(item.Topic),
            ["severity"] = FeedbackWords.Of(item.Severity),
            ["diagnosticsAttached"] = item.HasDiagnostics,
            ["ring"] = FeedbackWords.Of(item.Ring),
        };
        if (item.Model is { } model)
        {
            data["model"] = model;
        }

        return new UsageFact(UsageSchemas.FeedbackSubmitted, data, item.At);
    }

    /// <summary>An idea was voted for, or the vote taken back.</summary>
    public static UsageFact Voted(Guid idea, bool isUp, DateTimeOffset at) =>
        new(UsageSchemas.IdeaVoted, new JsonObject { ["feedbackId"] = idea.ToString(), ["vote"] = isUp ? "up" : "none" }, at);

    /// <summary>A ring was chosen.</summary>
    public static UsageFact RingChosen(FeedbackRing ring, DateTimeOffset at) => new(UsageSchemas.BetaJoined, new JsonObject { ["ring"] = FeedbackWords.Of(ring) }, at);

    /// <summary>Another version runs than before.</summary>
    public static UsageFact Applied(ReleaseStep step, FeedbackRing ring, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new UsageFact(
            UsageSchemas.ReleaseApplied,
            new JsonObject { ["fromVersion"] = step.From.ToString(), ["toVersion"] = step.To.ToString(), ["ring"] = FeedbackWords.Of(ring), ["answered"] = step.Answered },
            at);
    }
}
