namespace IotHub.Insights.Feedback;

/// <summary>An item as it was sent, before it is read. Null for what was left out.</summary>
/// <param name="Kind"><c>idea</c>, <c>bug</c> or <c>praise</c>; needed.</param>
/// <param name="Topic"><c>device</c>, <c>automation</c>, <c>app</c>, <c>voice</c>, <c>setup</c> or <c>other</c>; needed.</param>
/// <param name="Severity"><c>low</c>, <c>medium</c> or <c>high</c>; needed for a bug, low for anything else that does not say.</param>
/// <param name="Text">The person's own words; needed.</param>
/// <param name="Model">Contract type of the device that it is about.</param>
/// <param name="Diagnostics">Diagnostics, byte for byte as they were shown.</param>
public sealed record FeedbackDraft(string? Kind, string? Topic, string? Severity, string? Text, string? Model, string? Diagnostics);
