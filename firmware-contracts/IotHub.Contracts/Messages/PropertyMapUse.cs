namespace IotHub.Contracts.Messages;

/// <summary>What a map of properties is for, which decides what may stand in it.</summary>
internal enum PropertyMapUse
{
    /// <summary>State that a device reports: readable or notifying properties.</summary>
    Report,

    /// <summary>Values to take: writable properties.</summary>
    Set,

    /// <summary>Values after a set: what can be reported or set.</summary>
    Answer,

    /// <summary>Arguments towards a device; which ones, the caller checks.</summary>
    ArgumentDown,

    /// <summary>Arguments from a device; which ones, the caller checks.</summary>
    ArgumentUp,
}
