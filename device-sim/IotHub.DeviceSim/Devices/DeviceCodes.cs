namespace IotHub.DeviceSim.Devices;

/// <summary>Device-level codes of MIoT-Spec-V2 that a response carries.</summary>
public static class DeviceCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The property cannot be read.</summary>
    public const int NotReadable = -4001;

    /// <summary>The property cannot be written.</summary>
    public const int NotWritable = -4002;

    /// <summary>The device has no such property or action.</summary>
    public const int NotFound = -4003;

    /// <summary>Any other fault, such as a request of no known form.</summary>
    public const int Internal = -4004;

    /// <summary>The value is of the wrong type or out of range.</summary>
    public const int BadValue = -4005;

    /// <summary>Arguments of an action are missing, too many or out of range.</summary>
    public const int BadArguments = -4006;
}
