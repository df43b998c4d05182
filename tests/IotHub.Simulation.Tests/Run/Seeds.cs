using System.Globalization;
using IotHub.Testing;

namespace IotHub.Simulation.Tests.Run;

/// <summary>Which seeds are run.</summary>
internal static class Seeds
{
    /// <summary>True where the long form was asked for.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1";

    /// <summary>The same ones everywhere.</summary>
    public static IEnumerable<int> Fixed => Enumerable.Range(1, IsFull ? 1_000 : 40);

    /// <summary>Ten that differ with each commit, or begin with the one that was asked for.</summary>
    public static IEnumerable<int> Fresh
    {
        get
        {
            var first = Asked ?? (int)(Fold(Commit()) % 1_000_000_000);
            return Enumerable.Range(first, 10);
        }
    }

    /// <summary>The seed in <c>IOTHUB_SEED</c>; null where none is asked for.</summary>
    public static int? Asked =>
        Environment.GetEnvironmentVariable(SeededRandom.SeedVariable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static uint Fold(string text) => text.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619u);

    /// <summary>The commit that is checked out, read from git's own files; empty where there are none.</summary>
    private static string Commit()
    {
        var git = RepositoryRoot.Path(".git");
        if (File.Exists(git))
        {
            // A worktree: the file names the folder.
            git = Path.GetFullPath(File.ReadAllText(git).Replace("gitdir:", string.Empty, StringComparison.Ordinal).Trim(), RepositoryRoot.Folder);
        }

        if (!File.Exists(Path.Combine(git, "HEAD")))
        {
            return string.Empty;
        }

        var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
        if (!head.StartsWith("ref: ", StringComparison.Ordinal))
        {
            return head;
        }

        var shared = Path.Combine(git, "commondir") is var file && File.Exists(file) ? Path.GetFullPath(File.ReadAllText(file).Trim(), git) : git;
        var reference = Path.Combine(shared, head["ref: ".Length..]);
        return File.Exists(reference) ? File.ReadAllText(reference).Trim() : head;
    }
}
