namespace IotHub.Insights.Consumables;

/// <summary>What happened to a part.</summary>
public enum ConsumableNewsKind
{
    /// <summary>It passed another tenth.</summary>
    Level,

    /// <summary>It became low.</summary>
    Low,

    /// <summary>It is no longer low, without having been replaced.</summary>
    Recovered,

    /// <summary>Its counter began again: a new one is in.</summary>
    Replaced,

    /// <summary>A person said that a new one is in.</summary>
    Reset,
}
