using IotHub.Contracts.Model;

namespace IotHub.Insights.Recommendations;

/// <summary>A device of the home, as far as recommendations look at it.</summary>
/// <param name="Name">Its name in this home; it stays on the hub.</param>
/// <param name="Type">The type of its contract.</param>
public sealed record HomeDevice(string Name, Urn Type);
