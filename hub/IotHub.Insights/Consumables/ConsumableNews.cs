namespace IotHub.Insights.Consumables;

/// <summary>Something happened to a part.</summary>
/// <param name="Kind">What.</param>
/// <param name="State">How it is after that.</param>
/// <param name="Forecast">How long it lasts after that.</param>
/// <param name="At">When.</param>
public sealed record ConsumableNews(ConsumableNewsKind Kind, ConsumableState State, ConsumableForecast Forecast, DateTimeOffset At);
