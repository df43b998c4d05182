namespace IotHub.Contracts.Comparison;

/// <summary>How a node of one contract fares in another.</summary>
public enum CoverVerdict
{
    /// <summary>It is there, and whoever used the one can use the other without noticing.</summary>
    Kept,

    /// <summary>It is there, but takes less, says more or means something else.</summary>
    Changed,

    /// <summary>It is not there.</summary>
    Missing,
}
