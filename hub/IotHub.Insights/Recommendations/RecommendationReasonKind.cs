namespace IotHub.Insights.Recommendations;

/// <summary>Why something is shown.</summary>
public enum RecommendationReasonKind
{
    /// <summary>A scene or automation of the home lacks only this.</summary>
    CompletesScene,

    /// <summary>Of what is owned, this speaks for it most.</summary>
    GoesWith,

    /// <summary>It is owned much, by the figures of the catalogue, and the home's devices were not looked at.</summary>
    Popular,
}
