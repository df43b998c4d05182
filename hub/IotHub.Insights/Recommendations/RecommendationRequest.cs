namespace IotHub.Insights.Recommendations;

/// <summary>What a list is made from.</summary>
/// <param name="HomeId">An id of the home that does not change; deals it to its arm.</param>
/// <param name="Home">The home.</param>
/// <param name="Memory">What was shown and turned down.</param>
/// <param name="Now">Now.</param>
/// <param name="NextId">Gives UUIDv7 ids.</param>
/// <param name="NextChance">Gives numbers from 0 to below 1.</param>
public sealed record RecommendationRequest(string HomeId, HomeProfile Home, RecommendationMemory Memory, DateTimeOffset Now, Func<Guid> NextId, Func<double> NextChance);
