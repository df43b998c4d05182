namespace IotHub.Testing;

/// <summary>
/// Real data that is not part of the repository: published device specifications, a recorded home. It lies in the folder named by
/// the environment variable <c>IOTHUB_CORPUS</c>, or else in <c>../shared/corpus</c> beside the repository.
/// </summary>
public static class Corpus
{
    /// <summary>Absolute path of the corpus, whether it exists or not.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable("IOTHUB_CORPUS") is { Length: > 0 } named
            ? System.IO.Path.GetFullPath(named)
            : System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot.Folder, "..", "shared", "corpus"));

    /// <summary>Whether the corpus is there.</summary>
    public static bool IsPresent => Directory.Exists(Folder);

    /// <summary>Whether the run may not skip anything because its data is missing.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>A path below the corpus.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);
}
