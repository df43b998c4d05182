namespace IotHub.Contracts.Comparison;

/// <summary>What part of a contract a comparison speaks of.</summary>
public enum ContractNodeKind
{
    /// <summary>The device as a whole.</summary>
    Device,

    /// <summary>A service.</summary>
    Service,

    /// <summary>A property.</summary>
    Property,

    /// <summary>An action.</summary>
    Action,

    /// <summary>An event.</summary>
    Event,
}
