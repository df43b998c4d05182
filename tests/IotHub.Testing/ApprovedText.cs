using Xunit;

namespace IotHub.Testing;

/// <summary>A file of the repository that a person has agreed to. A difference fails the test; UPDATE_APPROVED=1 rewrites the file, and review sees the change.</summary>
public static class ApprovedText
{
    /// <summary>Holds a text to the file below the repository's root that <paramref name="path"/> names.</summary>
    public static void AssertSame(string actual, params string[] path)
    {
        var file = RepositoryRoot.Path(path);
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        var approvedLines = approved.Split('\n');
        var actualLines = actual.Split('\n');
        var gone = approvedLines.Except(actualLines).Select(line => "- " + line);
        var come = actualLines.Except(approvedLines).Select(line => "+ " + line);
        Assert.True(
            approved == actual,
            $"{string.Join('/', path)} is not what was approved. If the change is meant, run this test with UPDATE_APPROVED=1 and commit the file.\n"
            + string.Join('\n', gone.Concat(come)));
    }
}
