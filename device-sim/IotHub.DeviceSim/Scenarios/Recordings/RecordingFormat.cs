namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>In which form a home was recorded.</summary>
public enum RecordingFormat
{
    /// <summary>A line an event: date, time, two places, state.</summary>
    Casas,

    /// <summary>A line an interval in which a sensor was active: start, end, number of the sensor, value.</summary>
    Kasteren,

    /// <summary>Five lines an activity: heading, numbers of sensors, their names, when each began, when each ended.</summary>
    Mit,
}
