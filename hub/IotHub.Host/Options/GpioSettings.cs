namespace IotHub.Host.Options;

/// <summary>What is wired to the board.</summary>
internal sealed record GpioSettings
{
    /// <summary>Whether wired devices are on the board's own pins, on a board without hardware, or left out. Default kernel.</summary>
    public required GpioDriver Driver { get; init; }

    /// <summary>Folder with wiring documents as JSON files. Default: <c>gpio</c> in the data folder.</summary>
    public required string Folder { get; init; }

    public static GpioSettings Read(SettingsSection section, string dataFolder)
    {
        var options = new GpioSettings
        {
            Driver = Enum.Parse<GpioDriver>(section.Word("Driver", "kernel", "kernel", "simulated", "off"), ignoreCase: true),
            Folder = Path.GetFullPath(section.Text("Folder") ?? Path.Combine(dataFolder, "gpio")),
        };
        section.RefuseUnknown();
        return options;
    }
}

/// <summary>How wired devices are reached.</summary>
internal enum GpioDriver
{
    /// <summary>By the kernel's interfaces.</summary>
    Kernel,

    /// <summary>On a board without hardware.</summary>
    Simulated,

    /// <summary>Not at all.</summary>
    Off,
}
