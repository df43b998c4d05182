using System.Collections.Immutable;

namespace IotHub.DeviceSim.Certification.Reports;

/// <summary>What was found so far, in the order in which it was. Bounded for each clause.</summary>
/// <param name="added">Told of each that is kept, under the lock; null for nobody.</param>
internal sealed class CheckResults(Action<CheckResult>? added = null)
{
    private readonly Lock _lock = new();
    private readonly List<CheckResult> _results = [];
    private readonly Dictionary<string, int> _kept = [];
    private readonly Dictionary<string, int> _faults = [];

    /// <summary>How many were left out because a clause had too many.</summary>
    public int LeftOut { get; private set; }

    public void Pass(Clause clause, string subject, string expected, string seen) => Add(new CheckResult(clause, subject, Verdict.Pass, expected, seen));

    public void Fail(Clause clause, string subject, string expected, string seen) => Add(new CheckResult(clause, subject, Verdict.Fail, expected, seen));

    public void NotChecked(Clause clause, string subject, string reason) => Add(new CheckResult(clause, subject, Verdict.NotChecked, "", "", reason));

    public void NotApplicable(Clause clause, string reason) => Add(new CheckResult(clause, "", Verdict.NotApplicable, "", "", reason));

    /// <summary>Passes or fails by what was seen.</summary>
    public bool Judge(bool isGood, Clause clause, string subject, string expected, string seen)
    {
        Add(new CheckResult(clause, subject, isGood ? Verdict.Pass : Verdict.Fail, expected, seen));
        return isGood;
    }

    /// <summary>A fault seen in passing; the same clause is not filled with hundreds of them.</summary>
    public void Fault(Clause clause, string subject, string expected, string seen)
    {
        lock (_lock)
        {
            var count = _faults.GetValueOrDefault(clause.Number);
            _faults[clause.Number] = count + 1;
            if (count >= CertificationLimits.FaultsOfClause)
            {
                LeftOut++;
                return;
            }
        }

        Fail(clause, subject, expected, seen);
    }

    /// <summary>Whether anything was found about a clause.</summary>
    public bool Has(Clause clause) => Any(result => result.Clause == clause);

    public bool HasFailed(Clause clause) => Any(result => result.Clause == clause && result.Verdict == Verdict.Fail);

    public bool Any(Func<CheckResult, bool> isWanted)
    {
        lock (_lock)
        {
            return _results.Exists(result => isWanted(result));
        }
    }

    public ImmutableArray<CheckResult> ToImmutable()
    {
        lock (_lock)
        {
            return [.. _results.OrderBy(result => Clauses.All.IndexOf(result.Clause))];
        }
    }

    private void Add(CheckResult result)
    {
        lock (_lock)
        {
            var kept = _kept.GetValueOrDefault(result.Clause.Number);
            if (kept >= CertificationLimits.ResultsOfClause && result.Verdict != Verdict.Fail)
            {
                LeftOut++;
                return;
            }

            _kept[result.Clause.Number] = kept + 1;
            _results.Add(result);
            added?.Invoke(result);
        }
    }
}
