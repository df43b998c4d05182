namespace IotHub.DeviceSim.Faults;

/// <summary>What a fault does to a device at a moment.</summary>
internal enum FaultEvent
{
    /// <summary>The connection breaks; the device makes a new one at once.</summary>
    Drop,

    /// <summary>The device starts anew.</summary>
    Reboot,

    /// <summary>The device is out of reach.</summary>
    OutOfReach,

    /// <summary>The device is in reach again.</summary>
    InReach,

    /// <summary>The battery falls by a step.</summary>
    BatteryFalls,
}
