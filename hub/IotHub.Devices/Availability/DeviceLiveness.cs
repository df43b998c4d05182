namespace IotHub.Devices.Availability;

/// <summary>What is known of a device being there.</summary>
/// <param name="Availability">Whether it is.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="LastHeardAt">When it last said anything, by the hub's clock; null when not since the hub started.</param>
/// <param name="Interval">How often it is to be heard.</param>
public sealed record DeviceLiveness(DeviceAvailability Availability, DateTimeOffset Since, DateTimeOffset? LastHeardAt, ReportInterval Interval)
{
    /// <summary>Why it is offline, in a sentence for people; null where it is not, or where its bridge does not know.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a device that the hub knows nothing of yet.</summary>
    public static DeviceLiveness None { get; } = new(DeviceAvailability.Unknown, default, null, new ReportInterval(TimeSpan.FromHours(24), IntervalSource.Default));
}
