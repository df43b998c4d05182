namespace IotHub.Automation.Traces;

/// <summary>Something that a decision read, as it was then.</summary>
/// <param name="Name">As an expression would name it: <c>hall/light.on</c>, <c>level</c>, <c>time()</c>.</param>
/// <param name="Value">The value in words, at most <see cref="TraceLimits.ValueLengthMax"/> characters; null where it was not known.</param>
public readonly record struct TraceValue(string Name, string? Value);
