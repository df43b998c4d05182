namespace IotHub.Runtime.Storing;

/// <summary>How fine the past is told.</summary>
public enum HistoryResolution
{
    /// <summary>Values as they came.</summary>
    Raw = 0,

    /// <summary>Minutes.</summary>
    Minute = 1,

    /// <summary>Hours of UTC.</summary>
    Hour = 2,

    /// <summary>Days of the home's clock.</summary>
    Day = 3,
}
