using IotHub.Insights.Consumables;

namespace IotHub.Simulation.Tests.Wear;

/// <summary>What was said of a part at a moment.</summary>
internal readonly record struct PartForecast(DateTimeOffset At, ConsumableForecast Forecast);
