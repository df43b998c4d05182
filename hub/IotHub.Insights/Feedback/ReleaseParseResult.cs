using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Insights.Feedback;

/// <summary>What came of reading release notes.</summary>
/// <param name="History">The releases; null where the document has an error.</param>
/// <param name="Diagnostics">What is wrong, in the order of the text, at most <see cref="FeedbackBounds.FaultsMax"/>.</param>
/// <param name="Unlisted">How many further faults there are.</param>
public sealed record ReleaseParseResult(ReleaseHistory? History, ImmutableArray<Diagnostic> Diagnostics, int Unlisted);
