namespace IotHub.Insights.Attribution;

/// <summary>Whether an order goes back to something shown.</summary>
public enum AttributionVerdict
{
    /// <summary>It does, and its partner owes a share.</summary>
    Attributed,

    /// <summary>It names nothing that was shown.</summary>
    NoRecommendation,

    /// <summary>What it names was never shown, as far as the ledger knows.</summary>
    NotShown,

    /// <summary>It was shown in another home.</summary>
    OtherHome,

    /// <summary>Something else was shown.</summary>
    OtherProduct,

    /// <summary>Nobody followed it before the order.</summary>
    NotClicked,

    /// <summary>The order came after the window.</summary>
    TooLate,

    /// <summary>It goes back to what was shown, and no rule shares its revenue.</summary>
    NoRule,
}
