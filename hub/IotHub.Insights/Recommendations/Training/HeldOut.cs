using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations.Training;

/// <summary>One question to a model: these are owned, which other was held back?</summary>
/// <param name="Owned">Numbers of what the model sees.</param>
/// <param name="Answer">Number of what was held back.</param>
public sealed record HeldOut(ImmutableArray<int> Owned, int Answer);
