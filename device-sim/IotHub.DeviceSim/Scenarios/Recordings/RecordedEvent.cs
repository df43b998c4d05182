namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>Something that a sensor of a recorded home said.</summary>
/// <param name="Line">The line of the recording that says so, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Sensor">Which sensor.</param>
/// <param name="Value">What its property becomes.</param>
public sealed record RecordedEvent(long Line, DateTimeOffset At, RecordedSensor Sensor, bool Value);
