namespace IotHub.Automation.Preview;

/// <summary>A moment at which the draft does something else than the saved version.</summary>
/// <param name="At">When the run begins, or the two runs.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Draft">The draft's run; null where it has none, or where it is beyond those that are listed.</param>
/// <param name="Saved">The saved version's run; likewise.</param>
public sealed record PreviewDifference(DateTimeOffset At, PreviewDifferenceKind Kind, PreviewRun? Draft, PreviewRun? Saved);
