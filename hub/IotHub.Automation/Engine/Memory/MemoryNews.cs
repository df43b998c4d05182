namespace IotHub.Automation.Engine.Memory;

/// <summary>What an automation has to remember now, in place of what it had.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="IsBinding">True when what follows must not go out into the world before it is written.</param>
public readonly record struct MemoryNews(AutomationMemory Memory, bool IsBinding);
