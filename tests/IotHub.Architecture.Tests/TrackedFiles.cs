using System.Diagnostics;
using IotHub.Testing;

namespace IotHub.Architecture.Tests;

/// <summary>
/// The files of the repository, as paths with forward slashes below its root: what git tracks, or, in a copy without git, everything
/// that is not build output.
/// </summary>
internal static class TrackedFiles
{
    private static readonly string[] Output = ["artifacts", "bin", "obj", "node_modules", "TestResults", "data", ".git", ".vs", ".idea", ".vscode"];

    private static readonly string[] BinaryEndings = [".png", ".gz", ".bin", ".ico", ".woff2", ".db", ".webp", ".jpg"];

    public static IReadOnlyList<string> All { get; } =
        [.. (FromGit() ?? FromFolder()).Where(path => File.Exists(RepositoryRoot.Path(path))).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Text { get; } =
        [.. All.Where(path => !BinaryEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))];

    public static IEnumerable<string> WithEnding(params string[] endings) =>
        All.Where(path => endings.Contains(Path.GetExtension(path), StringComparer.Ordinal));

    public static bool IsLockFile(string path) => Path.GetFileName(path) is "packages.lock.json" or "package-lock.json";

    public static string Read(string path) => File.ReadAllText(RepositoryRoot.Path(path));

    public static IEnumerable<(int Number, string Text)> Lines(string path) =>
        Read(path).Split('\n').Select((line, index) => (index + 1, line));

    private static List<string>? FromGit()
    {
        if (!Path.Exists(RepositoryRoot.Path(".git")))
        {
            return null;
        }

        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "-z"])
            {
                WorkingDirectory = RepositoryRoot.Folder,
                RedirectStandardOutput = true,
            });
            var listed = git!.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine: the folder itself has to do.
            return null;
        }
    }

    private static List<string> FromFolder()
    {
        var found = new List<string>();
        var folders = new Stack<string>([RepositoryRoot.Folder]);
        while (folders.TryPop(out var folder))
        {
            foreach (var child in Directory.EnumerateDirectories(folder).Where(child => !Output.Contains(Path.GetFileName(child))))
            {
                folders.Push(child);
            }

            found.AddRange(Directory.EnumerateFiles(folder)
                .Select(file => Path.GetRelativePath(RepositoryRoot.Folder, file).Replace('\\', '/')));
        }

        return found;
    }
}
