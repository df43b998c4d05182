namespace IotHub.DeviceSim.Scenarios;

/// <summary>What kind of sensor made a recording.</summary>
public enum CasasSensorKind
{
    /// <summary>ON and OFF.</summary>
    Motion,

    /// <summary>OPEN and CLOSE.</summary>
    Contact,
}

/// <summary>A place of a recorded home that has a sensor: two columns of the recording and the kind of its states.</summary>
/// <param name="Location">The wider place, as written.</param>
/// <param name="Spot">The place within, as written; equal to the wider place where there is only one.</param>
/// <param name="Kind">What it senses.</param>
/// <param name="Did">The device's id: <c>kitchen-motion</c> where both columns agree, else <c>outside-door-front-door-contact</c>.</param>
public sealed record CasasSensor(string Location, string Spot, CasasSensorKind Kind, string Did);

/// <summary>One line of a recording.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="At">When; local time of the home, taken to be in the zone the reader was given.</param>
/// <param name="Sensor">Where.</param>
/// <param name="Value">What the sensor's property becomes: motion true for ON; contact true for CLOSE.</param>
/// <param name="Activity">What the person was doing, as labelled; null where the line does not say.</param>
public sealed record CasasEvent(long Line, DateTimeOffset At, CasasSensor Sensor, bool Value, string? Activity);
