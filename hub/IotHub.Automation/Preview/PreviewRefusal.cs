using IotHub.Automation.Traces;

namespace IotHub.Automation.Preview;

/// <summary>A trigger that fired and began no run.</summary>
/// <param name="At">When.</param>
/// <param name="Trigger">Which, by its id.</param>
/// <param name="Kind">What became of it: refused, skipped, in line, dropped, stopped.</param>
/// <param name="Why">Why, with the values that decided it.</param>
public sealed record PreviewRefusal(DateTimeOffset At, string Trigger, DecisionKind Kind, string Why);
