namespace IotHub.Insights.Consumables;

/// <summary>When a counter became a value.</summary>
/// <param name="At">When.</param>
/// <param name="Value">What it became.</param>
public readonly record struct UseSample(DateTimeOffset At, double Value);
