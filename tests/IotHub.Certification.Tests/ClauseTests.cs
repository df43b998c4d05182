using System.Text.RegularExpressions;
using IotHub.DeviceSim.Certification;
using IotHub.Testing;

namespace IotHub.Certification.Tests;

/// <summary>The rules that are checked and the page that makers read are the same.</summary>
public sealed partial class ClauseTests
{
    [Fact]
    public void All_ComparedWithThePage_HasTheSameNumbersInTheSameOrder()
    {
        var page = File.ReadAllText(RepositoryRoot.Path("firmware-contracts", "topics.md"));

        Assert.Equal(Clause().Matches(page).Select(match => match.Groups[1].Value), Clauses.All.Select(clause => clause.Number));
    }

    [Fact]
    public void All_Numbers_AreUsedOnce() => Assert.Equal(Clauses.All.Length, Clauses.All.Select(clause => clause.Number).Distinct().Count());

    [GeneratedRegex(@"^- \*\*([A-Z]-\d+)\*\*", RegexOptions.Multiline)]
    private static partial Regex Clause();
}
