using IotHub.Certification.Tests.Firmware;
using IotHub.Certification.Tests.World;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;
using IotHub.Testing;

namespace IotHub.Certification.Tests;

/// <summary>The certification is tested itself: every fault of firmware put into a simulated device must be found, by the clause it breaks.</summary>
public sealed class BuggyFirmwareTests
{
    private static readonly IReadOnlyDictionary<string, Bug> Bugs =
        BugsOfArrival.All.Concat(BugsOfReports.All).Concat(BugsOfAnswers.All).Concat(BugsOfSets.All).ToDictionary(bug => bug.Name);

    /// <summary>What is not found, each named in docs/makers/quick-start.md.</summary>
    private static readonly string[] NotFound = [];

    private static DeviceContract Probe { get; } = TestContracts.Parse(RepositoryRoot.Path("tests", "IotHub.Certification.Tests", "Firmware", "probe.json"));

    public static TheoryData<string> Names => [.. Bugs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void RunAsync_FirmwareWithABug_FailsTheClauseThatItBreaks(string name)
    {
        var bug = Bugs[name];

        var report = CertifiedWorld.Certify(Probe, time => [bug.Make(time)]);

        var found = bug.Breaks.Where(clause => report.VerdictOf(clause) == Verdict.Fail).ToList();
        Assert.True(found.Count > 0 != NotFound.Contains(name), $"expected {string.Join(" or ", bug.Breaks.Select(clause => clause.Number))}, failed:\n{CertifiedWorld.Failures(report)}\n{string.Join("\n", report.Results.Where(result => bug.Breaks.Contains(result.Clause)).Select(result => $"{result.Clause.Number} {result.Verdict} {result.Subject}: {result.Seen}{result.Reason}"))}");
    }

    [Fact]
    public void RunAsync_ProbeWithoutABug_PassesEveryClauseThatCanBeSeen()
    {
        var report = CertifiedWorld.Certify(Probe);

        Assert.True(report.IsPassed, CertifiedWorld.Failures(report));

        // Tries of reconnecting that fail are seen by a broker only; a simulated device finishes everything at once.
        var open = Clauses.All.Where(clause => report.VerdictOf(clause) != Verdict.Pass);
        Assert.Equal([Clauses.BackOff, Clauses.Accepted], open);
    }

    [Fact]
    public void Bugs_Together_AreAtLeastFiftyAndNearlyAllAreFound()
    {
        Assert.True(Bugs.Count >= 50);
        Assert.True(NotFound.Length <= Bugs.Count * 0.05);
    }
}
