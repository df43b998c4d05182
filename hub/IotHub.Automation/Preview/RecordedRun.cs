namespace IotHub.Automation.Preview;

/// <summary>A run that really was.</summary>
/// <param name="At">When it began.</param>
/// <param name="Number">Its number.</param>
/// <param name="Trigger">Id of the trigger that set it going; empty where somebody asked for it.</param>
/// <param name="Why">As its decision says.</param>
public sealed record RecordedRun(DateTimeOffset At, long Number, string Trigger, string Why);
