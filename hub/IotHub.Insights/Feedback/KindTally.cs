namespace IotHub.Insights.Feedback;

/// <summary>How often something of a kind occurred.</summary>
/// <param name="Kind">Its stable code.</param>
/// <param name="Count">How often, 1 or more.</param>
public sealed record KindTally(string Kind, long Count);
