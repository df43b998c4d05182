namespace IotHub.Insights.Consumables;

/// <summary>What a report said about a counter.</summary>
public enum CounterStep
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>It went on.</summary>
    Went,

    /// <summary>It jumped; whether that is true shows with the next report, or with time.</summary>
    Held,

    /// <summary>It began again from higher up: a new part.</summary>
    Replaced,
}
