namespace IotHub.Automation.Analysis;

/// <summary>A place that a finding is about.</summary>
/// <param name="Automation">Id of the automation.</param>
/// <param name="Pointer">JSON pointer of the trigger, condition or step in its document; empty for the whole of it.</param>
public sealed record FindingPlace(string Automation, string Pointer);
