namespace IotHub.Automation.Schedules;

/// <summary>What a condition asks of the time.</summary>
public abstract record TimeTest;
