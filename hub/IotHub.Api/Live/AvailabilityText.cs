using IotHub.Devices.Availability;

namespace IotHub.Api.Live;

/// <summary>The words of availability on the wire.</summary>
internal static class AvailabilityText
{
    public static string Of(DeviceAvailability availability) => availability switch
    {
        DeviceAvailability.Online => "online",
        DeviceAvailability.Silent => "silent",
        DeviceAvailability.Offline => "offline",
        _ => "unknown",
    };

    public static string Of(IntervalSource source) => source switch
    {
        IntervalSource.Declared => "declared",
        IntervalSource.Learned => "learned",
        _ => "default",
    };
}
