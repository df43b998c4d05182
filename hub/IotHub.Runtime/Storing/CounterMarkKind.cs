namespace IotHub.Runtime.Storing;

/// <summary>What was strange about a counter.</summary>
public enum CounterMarkKind
{
    /// <summary>It fell to near zero and began anew.</summary>
    Reset,

    /// <summary>It fell a little; not counted.</summary>
    Rollback,

    /// <summary>It fell by much, not to near zero: it counts from there, and nothing was counted.</summary>
    Replaced,

    /// <summary>It rose while nobody looked.</summary>
    Gap,
}
