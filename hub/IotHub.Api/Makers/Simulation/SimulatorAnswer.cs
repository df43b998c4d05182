namespace IotHub.Api.Makers.Simulation;

/// <summary>What came of something done to simulated devices.</summary>
/// <param name="Code">Why it was not done, stable and dotted: <c>value.wrong</c>; null where it was.</param>
/// <param name="Reason">The same as a sentence; empty where it was done.</param>
public sealed record SimulatorAnswer(string? Code, string Reason)
{
    /// <summary>It was done.</summary>
    public static SimulatorAnswer Done { get; } = new(null, string.Empty);
}
