using System.Globalization;
using System.Text;

namespace IotHub.DeviceSim.Certification.Reports;

/// <summary>Writes a report for a terminal or the log of a build: what failed, what was not checked, the counts.</summary>
public static class ReportText
{
    private const int ShownOfClause = 5;

    /// <summary>The report as lines.</summary>
    public static string Write(CertificationReport report)
    {
        var text = new StringBuilder();
        foreach (var clause in Clauses.All.Where(clause => report.VerdictOf(clause) == Verdict.Fail))
        {
            var failed = report.Results.Where(result => result.Clause == clause && result.Verdict == Verdict.Fail).ToList();
            text.Append("FAIL ").Append(clause.Number).Append(' ').AppendLine(clause.Title);
            foreach (var result in failed.Take(ShownOfClause))
            {
                text.Append("     ").AppendLine(result.Subject).Append("       expected ").AppendLine(result.Expected).Append("       seen     ").AppendLine(result.Seen);
            }

            if (failed.Count > ShownOfClause)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"     and {failed.Count - ShownOfClause} more");
            }

            text.Append("       fix      ").AppendLine(clause.Fix);
        }

        foreach (var open in report.Results.Where(result => result.Verdict == Verdict.NotChecked))
        {
            text.Append("open ").Append(open.Clause.Number).Append(' ').Append(open.Subject.Length == 0 ? open.Clause.Title : open.Subject).Append(": ").AppendLine(open.Reason);
        }

        return text.AppendLine(CultureInfo.InvariantCulture,
            $"{(report.IsPassed ? "passed" : "FAILED")}: {report.Passed} clauses kept, {report.Failed} broken, {report.NotChecked} not checked, {report.NotApplicable} not applicable, in {report.Duration.TotalSeconds:0.0} s")
            .ToString();
    }
}
