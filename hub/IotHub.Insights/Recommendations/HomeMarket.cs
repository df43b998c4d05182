using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations;

/// <summary>Where the home buys, and what its hub can connect.</summary>
/// <param name="Region">ISO 3166-1 code of the country; empty where it was not said, and nothing is known to be sold there.</param>
/// <param name="Transports">Ways by which devices reach this hub, as catalogues name them: <c>wifi</c>, <c>ethernet</c>, <c>zigbee</c> …</param>
public sealed record HomeMarket(string Region, ImmutableArray<string> Transports)
{
    /// <summary>Nothing was said.</summary>
    public static HomeMarket Unknown { get; } = new(string.Empty, []);
}
