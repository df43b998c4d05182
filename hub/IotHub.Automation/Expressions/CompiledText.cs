namespace IotHub.Automation.Expressions;

/// <summary>A text with expressions in it.</summary>
public sealed class CompiledText;
