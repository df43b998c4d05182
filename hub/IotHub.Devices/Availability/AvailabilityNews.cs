namespace IotHub.Devices.Availability;

/// <summary>What availability wants told or done.</summary>
public enum AvailabilityNewsKind
{
    /// <summary>A device became available in another way.</summary>
    Changed,

    /// <summary>A device was heard, which changes nothing else; told now and then.</summary>
    Heard,

    /// <summary>A device is to be asked whether it is there.</summary>
    Ask,
}

/// <summary>One piece of it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Device">The device's name.</param>
public readonly record struct AvailabilityNews(AvailabilityNewsKind Kind, string Device);
