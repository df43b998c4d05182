namespace IotHub.DeviceSim.Scenarios.Recordings;

/// <summary>Why a line of a recording cannot be replayed.</summary>
public enum RecordingRejection
{
    /// <summary>Fewer columns than the form has.</summary>
    TooFewColumns,

    /// <summary>A date or a time is none.</summary>
    BadTime,

    /// <summary>An interval ends before it begins.</summary>
    EndsBeforeItBegins,

    /// <summary>The sensor is not among those that the recording names.</summary>
    UnknownSensor,

    /// <summary>The lines of one activity name different numbers of sensors.</summary>
    CountsDiffer,

    /// <summary>The line begins nothing that the form knows.</summary>
    NoHeading,

    /// <summary>Longer than a line may be.</summary>
    TooLong,
}
