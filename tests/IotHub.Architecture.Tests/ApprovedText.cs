using IotHub.Testing;

namespace IotHub.Architecture.Tests;

/// <summary>A text that a person has agreed to. A difference fails the test; UPDATE_APPROVED=1 rewrites the file, and review sees the change.</summary>
internal static class ApprovedText
{
    public static void AssertSame(string fileName, IEnumerable<string> lines)
    {
        var path = RepositoryRoot.Path("tests", "IotHub.Architecture.Tests", fileName);
        var actual = string.Join('\n', lines) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        var approvedLines = approved.Split('\n');
        var actualLines = actual.Split('\n');
        var gone = approvedLines.Except(actualLines).Select(line => "- " + line);
        var come = actualLines.Except(approvedLines).Select(line => "+ " + line);
        Assert.True(
            approved == actual,
            $"{fileName} is not what was approved. If the change is meant, run this test with UPDATE_APPROVED=1 and commit the file.\n"
            + string.Join('\n', gone.Concat(come)));
    }
}
