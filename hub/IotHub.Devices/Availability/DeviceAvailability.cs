namespace IotHub.Devices.Availability;

/// <summary>Whether a device is there, as far as the hub can know.</summary>
public enum DeviceAvailability
{
    /// <summary>Not heard since the hub started, and nothing said that it is gone: the hub does not guess.</summary>
    Unknown,

    /// <summary>Heard within two of its intervals.</summary>
    Online,

    /// <summary>Nothing says that it is gone, and nothing was heard for two of its intervals, though it was asked where that can be.</summary>
    Silent,

    /// <summary>It said goodbye, or its broker said that the connection broke.</summary>
    Offline,
}
