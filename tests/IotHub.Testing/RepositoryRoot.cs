namespace IotHub.Testing;

/// <summary>The folder that holds <c>IotHub.sln</c>, found by walking up from where the test runs.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Found = new(() => Find(AppContext.BaseDirectory));

    /// <summary>Absolute path of the repository.</summary>
    public static string Folder => Found.Value;

    /// <summary>A path below the repository.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    private static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "IotHub.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {start} holds IotHub.sln.");
    }
}
