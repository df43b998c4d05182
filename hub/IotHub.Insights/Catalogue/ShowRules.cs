namespace IotHub.Insights.Catalogue;

/// <summary>How often and how much may be shown.</summary>
public sealed record ShowRules
{
    /// <summary>Items of one list, 1 to 20.</summary>
    public int ListMax { get; init; } = 5;

    /// <summary>Items of one category in a list.</summary>
    public int PerCategoryMax { get; init; } = 1;

    /// <summary>Items of one partner in a list.</summary>
    public int PerPartnerMax { get; init; } = 2;

    /// <summary>Times that one product is shown within <see cref="ShownWindowDays"/>.</summary>
    public int ShownMax { get; init; } = 3;

    /// <summary>Days over which showings are counted.</summary>
    public int ShownWindowDays { get; init; } = 14;

    /// <summary>Days that a dismissed product, and its category, are not shown.</summary>
    public int DismissDays { get; init; } = 90;

    /// <summary>Days that a product put off is not shown.</summary>
    public int SnoozeDays { get; init; } = 14;

    /// <summary>Homes in 10,000 that get no recommendations, so that their effect can be told.</summary>
    public int HoldoutPer10000 { get; init; } = 1_000;

    /// <summary>In so many of 10,000 lists the last place goes to a product drawn by chance among those that may be shown, so that the ranking can be judged later.</summary>
    public int ExplorePer10000 { get; init; } = 500;
}
