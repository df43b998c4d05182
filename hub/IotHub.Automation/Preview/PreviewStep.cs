namespace IotHub.Automation.Preview;

/// <summary>One decision of a run.</summary>
/// <param name="At">When.</param>
/// <param name="Path">Which step of the document, as a JSON pointer; empty where none is meant.</param>
/// <param name="Text">What was decided, in words.</param>
public sealed record PreviewStep(DateTimeOffset At, string Path, string Text);
