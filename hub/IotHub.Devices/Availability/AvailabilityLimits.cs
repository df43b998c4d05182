namespace IotHub.Devices.Availability;

/// <summary>The times of availability, each with its reason.</summary>
public sealed record AvailabilityLimits
{
    /// <summary>Interval of a device that says nothing of itself and can be asked: a lamp that fell off the wall is missed within twenty minutes.</summary>
    public TimeSpan AskedInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Interval of a device that can neither be asked nor is regular: a window that nobody opens is quiet for a day.</summary>
    public TimeSpan UnaskedInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Shortest interval that is learned: a device that reports each second for a while is not missed after two.</summary>
    public TimeSpan LearnedMin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest interval that is learned.</summary>
    public TimeSpan LearnedMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>"Last heard" is told to followers at most this often for each device: what is told more often costs more than it says.</summary>
    public TimeSpan TellEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many readable properties a question names: one answer says that the device is there, and firmware has small buffers.</summary>
    public int QuestionPropertiesMax { get; init; } = 2;
}
