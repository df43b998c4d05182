namespace IotHub.Automation.Schedules;

/// <summary>What becomes of moments that passed while the hub was away.</summary>
public sealed record MissedPolicy;
