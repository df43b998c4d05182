namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>A sensor of a recorded home, as a device of a contract.</summary>
/// <param name="Did">The device's id.</param>
/// <param name="Label">What the recording calls it.</param>
/// <param name="Room">Where it is; null where the recording does not say.</param>
/// <param name="Contract">Short name of its contract.</param>
/// <param name="Property">Address of the property that it reports.</param>
public sealed record RecordedSensor(string Did, string Label, string? Room, string Contract, string Property);
