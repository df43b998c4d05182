using IotHub.Testing;

namespace IotHub.Broker.Tests;

public class ReadmeTests
{
    [Fact]
    public async Task Example_Run_SaysWhatHappened()
    {
        var example = new ReadmeExample();
        await example.RunAsync();
        Assert.Equal($"lamp/1 from {Environment.NewLine}", example.Console.ToString());
    }

    [Fact]
    public void Example_InTheReadme_IsTheOneThatRuns()
    {
        var readme = Path.Combine(RepositoryRoot.Folder, "hub", "IotHub.Broker", "README.md");
        var source = Path.Combine(RepositoryRoot.Folder, "tests", "IotHub.Broker.Tests", "ReadmeExample.cs");
        Assert.Equal(Between(File.ReadAllLines(source), "// example", "// end of example"), Between(File.ReadAllLines(readme), "```csharp", "```"));
    }

    private static string Between(string[] lines, string start, string end) =>
        string.Join('\n', lines.Select(line => line.Trim()).SkipWhile(line => line != start).Skip(1).TakeWhile(line => line != end));
}
