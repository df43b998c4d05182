using System.Collections.Immutable;

namespace IotHub.DeviceSim.Certification.Reports;

/// <summary>What a certification found.</summary>
/// <param name="Options">What was certified, and how far it went.</param>
/// <param name="Begin">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Results">Everything that was looked at, in the order of the clauses; each clause has one at least.</param>
/// <param name="LeftOut">Further results that were counted and not kept.</param>
public sealed record CertificationReport(CertificationOptions Options, DateTimeOffset Begin, TimeSpan Duration, ImmutableArray<CheckResult> Results, int LeftOut)
{
    /// <summary>Whether nothing failed.</summary>
    public bool IsPassed => Failed == 0;

    /// <summary>Clauses of which a check failed.</summary>
    public int Failed => CountOf(Verdict.Fail);

    /// <summary>Clauses that were kept.</summary>
    public int Passed => CountOf(Verdict.Pass);

    /// <summary>Clauses of which nothing could be seen.</summary>
    public int NotChecked => CountOf(Verdict.NotChecked);

    /// <summary>Clauses that the contract has nothing for.</summary>
    public int NotApplicable => CountOf(Verdict.NotApplicable);

    /// <summary>The verdict on a clause: its worst check, and a pass where anything passed.</summary>
    public Verdict VerdictOf(Clause clause)
    {
        var verdicts = Results.Where(result => result.Clause == clause).Select(result => result.Verdict).ToHashSet();
        return verdicts.Contains(Verdict.Fail) ? Verdict.Fail
            : verdicts.Contains(Verdict.Pass) ? Verdict.Pass
            : verdicts.Contains(Verdict.NotChecked) ? Verdict.NotChecked
            : Verdict.NotApplicable;
    }

    private int CountOf(Verdict verdict) => Clauses.All.Count(clause => VerdictOf(clause) == verdict);
}
