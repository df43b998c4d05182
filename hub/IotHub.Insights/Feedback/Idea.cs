using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Feedback;

/// <summary>An idea on the board.</summary>
/// <param name="Id">Its id; release notes answer it by this id.</param>
/// <param name="Title">What it is.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Release">The release that has it; null unless it is shipped.</param>
public sealed record Idea(Guid Id, LocalText Title, IdeaStatus Status, ReleaseVersion? Release);
