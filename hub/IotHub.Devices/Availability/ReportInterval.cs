namespace IotHub.Devices.Availability;

/// <summary>Where an interval comes from.</summary>
public enum IntervalSource
{
    /// <summary>Neither declared nor regular: what is assumed of such a device.</summary>
    Default,

    /// <summary>Learned from its reports, which come regularly.</summary>
    Learned,

    /// <summary>Its contract says so.</summary>
    Declared,
}

/// <summary>How often a device is to be heard.</summary>
/// <param name="Length">Above zero.</param>
/// <param name="Source">How that is known.</param>
public readonly record struct ReportInterval(TimeSpan Length, IntervalSource Source)
{
    /// <summary>True when the device keeps to it by itself: then a value that is older than two of it is stale.</summary>
    public bool IsKept => Source != IntervalSource.Default;
}
