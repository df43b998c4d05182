namespace IotHub.DeviceSim.Board;

/// <summary>A key or an encoder of a hub's simulated board.</summary>
/// <param name="Input">Name of the input device.</param>
/// <param name="Kind"><c>key</c> or <c>axis</c>.</param>
/// <param name="Name">Its name in linux/input-event-codes.h.</param>
/// <param name="Did">Id of the device that it is wired to.</param>
/// <param name="Label">What people call that device; null for none.</param>
public sealed record BoardControl(string Input, string Kind, string Name, string Did, string? Label);
