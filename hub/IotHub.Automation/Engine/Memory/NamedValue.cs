namespace IotHub.Automation.Engine.Memory;

/// <summary>A variable of a run.</summary>
/// <param name="Name">Its name, <c>trigger.value</c>.</param>
/// <param name="Value">Its value.</param>
public sealed record NamedValue(string Name, ValueMemory Value);
