namespace IotHub.Gpio.Wiring;

/// <summary>Bounds of wiring documents and of what is made from them.</summary>
public static class WiringLimits
{
    /// <summary>Bytes of a file: some hundred devices with every setting written out.</summary>
    public const int FileBytesMax = 256 * 1024;

    /// <summary>Nesting of a file; the format needs six levels.</summary>
    public const int DepthMax = 16;

    /// <summary>Files that are read; further ones are named and left out.</summary>
    public const int FilesMax = 64;

    /// <summary>Wired devices of one hub: a header has 28 lines, and expanders, buses and a wire bring some more.</summary>
    public const int DevicesMax = 128;

    /// <summary>Properties, events, actions and buttons of one device, of each.</summary>
    public const int PointsMax = 64;

    /// <summary>Faults told of one file; further ones are counted.</summary>
    public const int FaultsMax = 100;

    /// <summary>Characters of a name: of a line, a chip, a channel.</summary>
    public const int NameLengthMax = 64;

    /// <summary>Longest debounce: what takes longer is no bounce.</summary>
    public static readonly TimeSpan DebounceMax = TimeSpan.FromSeconds(1);

    /// <summary>Shortest time between two readings of a sensor: a reading may keep a bus busy for some tens of milliseconds.</summary>
    public static readonly TimeSpan PollMin = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time between two readings: as long as any report interval of a contract may be.</summary>
    public static readonly TimeSpan PollMax = TimeSpan.FromDays(1);

    /// <summary>How often a sensor is read where the wiring does not say.</summary>
    public static readonly TimeSpan PollDefault = TimeSpan.FromSeconds(30);

    /// <summary>Longest of a relay's times.</summary>
    public static readonly TimeSpan RelayTimeMax = TimeSpan.FromDays(7);
}
