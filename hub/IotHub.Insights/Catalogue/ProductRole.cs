namespace IotHub.Insights.Catalogue;

/// <summary>What a product is for in the business of whoever issues the catalogue. It is shown, and never enters a ranking.</summary>
public enum ProductRole
{
    /// <summary>Sold near cost, to bring people in.</summary>
    Entry,

    /// <summary>Sold with a profit.</summary>
    Profit,

    /// <summary>Used up and bought again.</summary>
    Consumable,

    /// <summary>A service or membership.</summary>
    Service,
}
