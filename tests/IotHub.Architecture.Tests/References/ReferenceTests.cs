using System.Text.RegularExpressions;
using IotHub.Testing;

namespace IotHub.Architecture.Tests.References;

public sealed partial class ReferenceTests
{
    [Fact]
    public void EveryProject_ComparedWithTheApprovedList_IsTheSame() =>
        ApprovedText.AssertSame(
            string.Concat(ProjectFile.All.SelectMany(project => (IEnumerable<string>)
            [
                project.Path,
                .. project.Frameworks.Select(name => "  framework " + name),
                .. project.Packages.Select(name => "  package " + name),
                .. project.Projects.Select(name => "  project " + name),
            ]).Select(line => line + '\n')),
            "tests", "IotHub.Architecture.Tests", "references.approved.txt");

    [Fact]
    public void EveryProject_ComparedWithTheTable_ReferencesOnlyWhatItMay()
    {
        var faults = ProjectFile.All
            .SelectMany(project => project.Projects
                .Where(reference => AllowedReferences.For(project) is { } allowed && !allowed.Contains(reference))
                .Select(reference => $"{project.Name} may not reference {reference}"));

        Faults.AssertNone(faults);
    }

    [Fact]
    public void EveryProductProject_IsInTheTable()
    {
        var unknown = ProjectFile.All.Where(project => !project.IsTest && !AllowedReferences.Table.ContainsKey(project.Name));

        Faults.AssertNone(unknown.Select(project => $"{project.Path}: say in AllowedReferences and docs/architecture.md what it may reference"));
    }

    [Fact]
    public void NoProductProject_ReferencesTestCode()
    {
        var tests = ProjectFile.All.Where(project => project.IsTest).Select(project => project.Name).ToHashSet();

        Faults.AssertNone(ProjectFile.All.Where(project => !project.IsTest && project.Projects.Any(tests.Contains)).Select(project => project.Path));
    }

    [Fact]
    public void EveryProject_AndTheSolution_AgreeOnWhatThereIs()
    {
        var listed = SolutionEntry().Matches(File.ReadAllText(RepositoryRoot.Path("IotHub.sln")))
            .Select(match => match.Groups[1].Value.Replace('\\', '/'))
            .ToHashSet();
        var present = ProjectFile.All.Select(project => project.Path).ToHashSet();

        Faults.AssertNone(present.Except(listed).Select(path => $"{path} is missing in IotHub.sln"));
        Faults.AssertNone(listed.Except(present).Select(path => $"IotHub.sln lists {path}, which is not there"));
    }

    [Fact]
    public void EveryProject_HasItsLockFile() =>
        Faults.AssertNone(ProjectFile.All
            .Select(project => Path.GetDirectoryName(project.Path) + "/packages.lock.json")
            .Where(path => !TrackedFiles.All.Contains(path)));

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex SolutionEntry();
}
