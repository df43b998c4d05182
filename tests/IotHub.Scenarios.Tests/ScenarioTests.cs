using IotHub.Automation.Tests;

namespace IotHub.Scenarios.Tests;

public sealed class ScenarioTests
{
    private static string Folder => RepositoryFiles.Path("tests", "IotHub.Scenarios.Tests", "scenarios");

    public static TheoryData<string> Names() => new(Directory.GetFiles(Folder, "*.scenario.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Scenario_DecidesAndCommandsAsExpected(string name)
    {
        var (expected, found) = Scenario.Run(Path.Combine(Folder, name));

        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }
}
