using IotHub.Automation.Tests;

namespace IotHub.Scenarios.Tests;

/// <summary>A test on recorded data: skipped where the data is absent, unless CI is true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute()
    {
        if (!Directory.Exists(Folder) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "skipped: no corpus";
        }
    }

    public static string Folder => Environment.GetEnvironmentVariable("IOTHUB_CORPUS") ?? RepositoryFiles.Path("..", "shared", "corpus");
}
