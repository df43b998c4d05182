namespace IotHub.Insights.Recommendations;

/// <summary>Whether a product would work with a home.</summary>
public enum CompatibilityVerdict
{
    /// <summary>It would, by what catalogue and hub say.</summary>
    Yes,

    /// <summary>It would not.</summary>
    No,

    /// <summary>Neither is known.</summary>
    Unknown,
}
