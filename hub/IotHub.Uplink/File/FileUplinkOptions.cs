namespace IotHub.Uplink.File;

/// <summary>Where events are written, and how much is kept.</summary>
public sealed record FileUplinkOptions
{
    /// <summary>Names its cursor in the outbox.</summary>
    public string Name { get; init; } = "file";

    /// <summary>The folder of the files; made where it is missing. Nothing else should write to it.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes of one file, 64 KiB to 1 GiB; the next is begun before it would be larger. 4 MiB opens in any editor.</summary>
    public long FileBytesMax { get; init; } = 4L * 1024 * 1024;

    /// <summary>Age of one file, 1 minute to 366 days; then the next is begun. A day a file reads like a diary.</summary>
    public TimeSpan FileAgeMax { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Bytes of all files together, at least two files of <see cref="FileBytesMax"/>, at most 1 TiB; beyond it the oldest file goes. 64 MiB is
    /// what the outbox itself may hold.
    /// </summary>
    public long TotalBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Says what is wrong, a sentence for each fault; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        OptionChecks.Name(faults, Name);
        if (string.IsNullOrWhiteSpace(Folder))
        {
            faults.Add("Folder is empty: name the folder that the files go to.");
        }

        OptionChecks.Range(faults, nameof(FileBytesMax), FileBytesMax, 64 * 1024, 1L << 30);
        OptionChecks.Range(faults, nameof(FileAgeMax), FileAgeMax, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366));
        OptionChecks.Range(faults, nameof(TotalBytesMax), TotalBytesMax, 2 * FileBytesMax, 1L << 40);
        return faults;
    }
}
