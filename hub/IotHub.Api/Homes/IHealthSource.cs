namespace IotHub.Api.Homes;

/// <summary>A part of the hub that knows whether it is well.</summary>
public interface IHealthSource
{
    /// <summary>What is wrong now; empty when all is well. Asked with each look at the hub's health, so it answers at once.</summary>
    IReadOnlyList<HealthProblem> Problems { get; }
}

/// <summary>Something that is wrong with the hub.</summary>
/// <param name="Code">Stable, dotted: <c>storage.disk-full</c>.</param>
/// <param name="Message">A sentence that a householder can act on.</param>
/// <param name="Since">When it began.</param>
public sealed record HealthProblem(string Code, string Message, DateTimeOffset Since);
