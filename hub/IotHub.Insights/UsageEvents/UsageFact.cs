using System.Text.Json.Nodes;

namespace IotHub.Insights.UsageEvents;

/// <summary>Something that a usage event may tell.</summary>
/// <param name="Schema">Its type.</param>
/// <param name="Data">Its data, without count and day where it is rolled up.</param>
/// <param name="At">When.</param>
public sealed record UsageFact(UsageSchema Schema, JsonObject Data, DateTimeOffset At);
