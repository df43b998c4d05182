using System.Globalization;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Tests.Wishes;

/// <summary>What people wished for in a study, by number: each is an automation here, or the page says what it would need.</summary>
public sealed class WishTests
{
    private const int Count = 102;

    private static readonly string Folder = RepositoryFiles.Path("tests", "IotHub.Automation.Tests", "Wishes");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Compile_Wish_IsFaultless(string file)
    {
        var result = AutomationCompiler.Compile(File.ReadAllBytes(Path.Combine(Folder, file)), Path.GetFileNameWithoutExtension(file), ExampleHome.Create(), ExampleHome.Names);

        Assert.Equal(string.Empty, string.Join("\n", result.Diagnostics.Select(fault => fault.Format(file))));
        Assert.NotNull(result.Plan);
    }

    [Fact]
    public void Wishes_All_AreAnAutomationOrSayWhatTheyNeed()
    {
        var automations = Directory.GetFiles(Folder, "*.json").Select(file => int.Parse(Path.GetFileName(file)[..3], CultureInfo.InvariantCulture));
        var lines = File.ReadAllLines(Path.Combine(Folder, "wishes.md")).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).ToList();

        Assert.All(lines, line => Assert.True(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().Length > 10, line));
        Assert.Equal(Enumerable.Range(1, Count), automations.Concat(lines.Select(line => int.Parse(line[2..line.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture))).Order());
    }
}
