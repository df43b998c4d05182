using System.Globalization;
using System.Net;
using System.Text;

namespace IotHub.DeviceSim.Certification.Reports;

/// <summary>Writes a report for people: one file without anything from outside, light or dark as the reader's screen, fit for printing.</summary>
public static class ReportHtml
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--back:#fff;--card:#f6f7f9;--pass:#1a6b35;--fail:#b3261e;--open:#8a5a00}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa4af;--line:#363c44;--back:#14171a;--card:#1d2126;--pass:#6fd08c;--fail:#ff8a80;--open:#e2b25c}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:62rem;padding:1.5rem;background:var(--back);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}p{margin:.25rem 0}.soft{color:var(--soft)}
        .verdict{font-size:1.25rem;font-weight:600;margin:1rem 0}.pass{color:var(--pass)}.fail{color:var(--fail)}.not-checked{color:var(--open)}.not-applicable{color:var(--soft)}
        table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
        th{font-weight:600;color:var(--soft)}.n{width:4rem}.v{width:8rem}.s{width:30%}code{font:.85em/1.4 ui-monospace,monospace}
        section{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.75rem 1rem;margin:.75rem 0;break-inside:avoid}section h3{font-size:1rem;margin:0 0 .25rem}
        dl{margin:.25rem 0;display:grid;grid-template-columns:6rem 1fr;gap:.1rem .75rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        @media print{body{max-width:none;padding:0;font-size:10pt}details{display:block}a{color:inherit}}
        """;

    /// <summary>The report as one page.</summary>
    public static string Write(CertificationReport report)
    {
        var page = new StringBuilder(32_768);
        var verdict = report.IsPassed ? "passed" : "failed";
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>")
            .Append(Text($"{report.Options.Did}: certification {verdict}")).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n");
        AppendHead(page, report);
        AppendFaults(page, report);
        AppendClauses(page, report);
        AppendOpen(page, report);
        page.Append("</body>\n</html>\n");
        return page.ToString();
    }

    private static void AppendHead(StringBuilder page, CertificationReport report)
    {
        page.Append("<h1>Certification of ").Append(Text(report.Options.Did)).Append("</h1>\n<p><code>").Append(Text(report.Options.Contract.Type.Text)).Append("</code></p>\n<p class=\"soft\">")
            .Append(report.Begin.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Append(" UTC, ")
            .Append(report.Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)).Append(" s; device controlled: ").Append(Text(report.Options.Control.Name)).Append("</p>\n")
            .Append("<p class=\"verdict ").Append(report.IsPassed ? "pass" : "fail").Append("\">").Append(report.IsPassed ? "Passed" : "Failed").Append("</p>\n<p>")
            .Append(CultureInfo.InvariantCulture, $"{report.Passed} clauses kept, {report.Failed} broken, {report.NotChecked} not checked, {report.NotApplicable} not applicable.")
            .Append(report.LeftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $" {report.LeftOut} further results of the same kinds are left out.") : "").Append("</p>\n");
    }

    private static void AppendFaults(StringBuilder page, CertificationReport report)
    {
        if (report.IsPassed)
        {
            return;
        }

        page.Append("<h2>What to mend</h2>\n");
        foreach (var clause in Clauses.All.Where(clause => report.VerdictOf(clause) == Verdict.Fail))
        {
            page.Append("<section>\n<h3><span class=\"fail\">").Append(clause.Number).Append("</span> ").Append(Text(clause.Title)).Append("</h3>\n<p>").Append(Text(clause.Fix)).Append("</p>\n");
            foreach (var result in report.Results.Where(result => result.Clause == clause && result.Verdict == Verdict.Fail))
            {
                page.Append("<dl><dt>at</dt><dd>").Append(Text(result.Subject)).Append("</dd><dt>expected</dt><dd>").Append(Text(result.Expected))
                    .Append("</dd><dt>seen</dt><dd><code>").Append(Text(result.Seen)).Append("</code></dd></dl>\n");
            }

            page.Append("</section>\n");
        }
    }

    private static void AppendClauses(StringBuilder page, CertificationReport report)
    {
        page.Append("<h2>Every clause</h2>\n<table>\n<thead><tr><th class=\"n\">clause</th><th class=\"v\">verdict</th><th class=\"s\">title</th><th>checks</th></tr></thead>\n<tbody>\n");
        foreach (var clause in Clauses.All)
        {
            var verdict = report.VerdictOf(clause);
            var results = report.Results.Where(result => result.Clause == clause).ToList();
            page.Append("<tr><td>").Append(clause.Number).Append("</td><td class=\"").Append(ReportJson.NameOf(verdict)).Append("\">").Append(Name(verdict)).Append("</td><td>")
                .Append(Text(clause.Title)).Append("</td><td>");
            AppendChecks(page, results);
            page.Append("</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static void AppendChecks(StringBuilder page, List<CheckResult> results)
    {
        if (results is [{ Verdict: Verdict.NotApplicable }])
        {
            page.Append(Text(results[0].Reason));
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<details><summary>{results.Count} {(results.Count == 1 ? "check" : "checks")}</summary>\n");
        foreach (var result in results)
        {
            page.Append("<p><span class=\"").Append(ReportJson.NameOf(result.Verdict)).Append("\">").Append(Name(result.Verdict)).Append("</span> ").Append(Text(result.Subject));
            if (result.Seen.Length > 0)
            {
                page.Append("<br><code>").Append(Text(result.Seen)).Append("</code>");
            }

            page.Append(result.Reason.Length > 0 ? ": " + Text(result.Reason) : "").Append("</p>\n");
        }

        page.Append("</details>");
    }

    private static void AppendOpen(StringBuilder page, CertificationReport report)
    {
        var open = report.Results.Where(result => result.Verdict == Verdict.NotChecked).ToList();
        if (open.Count == 0)
        {
            return;
        }

        page.Append("<h2>Not checked in this run</h2>\n<table>\n<tbody>\n");
        foreach (var result in open)
        {
            page.Append("<tr><td class=\"n\">").Append(result.Clause.Number).Append("</td><td class=\"s\">").Append(Text(result.Subject.Length == 0 ? result.Clause.Title : result.Subject))
                .Append("</td><td>").Append(Text(result.Reason)).Append("</td></tr>\n");
        }

        page.Append("</tbody>\n</table>\n");
    }

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.NotApplicable => "not applicable",
        _ => "not checked",
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
