using System.Collections.Immutable;

namespace IotHub.Automation.Actions;

/// <summary>A scene, checked against the home: what several devices are set to at once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Devices">In the order written.</param>
public sealed record ScenePlan(string Id, ImmutableArray<DeviceValues> Devices)
{
    /// <summary>Numbers go from what is reported to what is wanted in this time; null for at once.</summary>
    public TimeSpan? Transition { get; init; }

    /// <summary>True when it names devices by room or kind, and must be compiled again when devices join, leave or move.</summary>
    public bool DependsOnHome { get; init; }
}
