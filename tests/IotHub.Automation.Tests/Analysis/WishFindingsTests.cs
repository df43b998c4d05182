using IotHub.Automation.Analysis;
using IotHub.Automation.Compilation;
using Xunit.Abstractions;

namespace IotHub.Automation.Tests.Analysis;

/// <summary>What is said of wishes that people wrote down in a study, each in a home of its own: written by others, and for another purpose.</summary>
public sealed class WishFindingsTests(ITestOutputHelper output)
{
    [Fact]
    public void Check_EachWishAlone_SaysOnlyWhatIsSwitchedOnForGood()
    {
        var folder = RepositoryFiles.Path("tests", "IotHub.Automation.Tests", "Wishes");
        var others = new List<string>();
        var (files, forGood) = (0, 0);
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var home = ExampleHome.Create();
            var plan = AutomationCompiler.Compile(File.ReadAllBytes(file), Path.GetFileNameWithoutExtension(file), home, ExampleHome.Names).Plan!;
            var result = AutomationAnalysis.Check([plan], new AnalysisHome { Home = home, Place = ExampleHome.Names.Place!, Now = ExampleHome.Names.Now!.Value, People = [.. ExampleHome.Names.Persons!] });
            files++;
            foreach (var finding in result.Findings)
            {
                output.WriteLine($"{finding.Kind}: {finding.Sentence}");
                if (finding.Kind == FindingKind.NeverUndone)
                {
                    forGood++;
                }
                else
                {
                    others.Add($"{finding.Kind} {Path.GetFileNameWithoutExtension(file)}");
                }
            }
        }

        output.WriteLine($"{files} wishes, {forGood} switch something on that nothing else in them switches off, {others.Count} other findings");
        Assert.Equal(string.Empty, string.Join("\n", others));
    }
}
