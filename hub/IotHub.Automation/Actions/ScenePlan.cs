using System.Collections.Immutable;

namespace IotHub.Automation.Actions;

/// <summary>A scene, checked against the home: what several devices are set to at once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Devices">In the order written.</param>
public sealed record ScenePlan(string Id, ImmutableArray<DeviceValues> Devices);
