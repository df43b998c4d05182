namespace IotHub.Contracts.Tests;

/// <summary>Where the repository and the corpus beside it are.</summary>
internal static class Repository
{
    /// <summary>The folder that holds IotHub.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The corpus folder: IOTHUB_CORPUS, else the one beside the repository.</summary>
    public static string Corpus { get; } = Environment.GetEnvironmentVariable("IOTHUB_CORPUS") is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(Root, "..", "shared", "corpus"));

    /// <summary>True where CI runs, which must have everything.</summary>
    public static bool IsCi { get; } = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IotHub.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"IotHub.sln is not above {AppContext.BaseDirectory}.");
    }
}
