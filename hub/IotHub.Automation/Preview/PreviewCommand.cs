namespace IotHub.Automation.Preview;

/// <summary>Something that would have left the hub. Nothing did.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">What: <c>hall-lamp/light.on = true</c>.</param>
public sealed record PreviewCommand(DateTimeOffset At, PreviewCommandKind Kind, string Text);
