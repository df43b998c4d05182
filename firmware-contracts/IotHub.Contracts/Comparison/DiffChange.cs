namespace IotHub.Contracts.Comparison;

/// <summary>What became of a node from one version of a contract to the next.</summary>
public enum DiffChange
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It is another.</summary>
    Changed,
}
