namespace IotHub.Contracts.Parsing;

/// <summary>Bounds of a contract file. A file beyond one is refused whole, since half a contract would look like a smaller device.</summary>
public static class ContractLimits
{
    /// <summary>Bytes of a file. The largest of the public contracts at hand has 50 KB; twenty times that is still read in milliseconds.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Nesting. The form itself needs 7 levels; the rest is room for members of vendors that are skipped.</summary>
    public const int DepthMax = 32;

    /// <summary>Services of a device. The highest service number known is 28.</summary>
    public const int ServicesMax = 128;

    /// <summary>Properties of a device. The largest device known has 111; a state array of this size is still small.</summary>
    public const int PropertiesMax = 2048;

    /// <summary>Actions of a device; known ones stay below 30.</summary>
    public const int ActionsMax = 512;

    /// <summary>Events of a device; known ones stay below 60.</summary>
    public const int EventsMax = 512;

    /// <summary>Entries of one value list. Long lists, such as those of voices and languages, have some 200.</summary>
    public const int ValueListMax = 1024;

    /// <summary>Characters of a URN; known ones stay below 100. Its name becomes part of topics.</summary>
    public const int UrnLengthMax = 256;

    /// <summary>Longest promise of a report, in seconds: a week. Whoever is silent for longer is not watched by it.</summary>
    public const int ReportIntervalSecondsMax = 604_800;

    /// <summary>Arguments of one action or event; known ones stay below 20.</summary>
    public const int ArgumentsMax = 256;

    /// <summary>Characters of a description; known ones stay below 200. What is longer is cut.</summary>
    public const int DescriptionLengthMax = 4096;

    /// <summary>Diagnostics of one file; nobody reads more, and a hostile file must not fill memory with them.</summary>
    public const int DiagnosticsMax = 200;
}
