using System.Collections.Immutable;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Feedback;

/// <summary>A release of the hub.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Date">The day on which it came out; null while it has not.</param>
/// <param name="Ring">The ring in which it first came.</param>
/// <param name="Notes">What is new.</param>
/// <param name="Answers">Ids of the items of feedback and the ideas that it ships.</param>
public sealed record Release(ReleaseVersion Version, DateOnly? Date, FeedbackRing Ring, LocalText Notes, ImmutableArray<Guid> Answers);
