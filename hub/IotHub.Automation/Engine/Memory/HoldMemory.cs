namespace IotHub.Automation.Engine.Memory;

/// <summary>Something that has to hold for a while before its trigger fires.</summary>
/// <param name="Address">What; empty for a group as a whole.</param>
/// <param name="Due">When it will have held long enough.</param>
/// <param name="Event">What brought it.</param>
public sealed record HoldMemory(string Address, DateTimeOffset Due, EventMemory Event);
