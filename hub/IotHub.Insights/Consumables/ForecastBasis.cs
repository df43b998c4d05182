namespace IotHub.Insights.Consumables;

/// <summary>What a forecast rests on.</summary>
public enum ForecastBasis
{
    /// <summary>Nothing yet: no number of days is said.</summary>
    Unknown,

    /// <summary>The device counts days itself.</summary>
    Device,

    /// <summary>Learned from how the counter ran down here.</summary>
    Estimate,
}
