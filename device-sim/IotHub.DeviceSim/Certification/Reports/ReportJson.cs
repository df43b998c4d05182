using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IotHub.DeviceSim.Certification.Reports;

/// <summary>Writes a report for programs, in the form of <c>firmware-contracts/schemas/certification.schema.json</c>.</summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The report as JSON.</summary>
    public static string Write(CertificationReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(16_384);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, report);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>How a verdict is written.</summary>
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        Verdict.NotApplicable => "not-applicable",
        _ => "not-checked",
    };

    private static void Write(Utf8JsonWriter writer, CertificationReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", 1);
        writer.WriteString("did", report.Options.Did);
        writer.WriteString("contract", report.Options.Contract.Type.Text);
        writer.WriteString("begin", report.Begin.UtcDateTime);
        writer.WriteNumber("seconds", Math.Round(report.Duration.TotalSeconds, 3));
        writer.WriteString("verdict", report.IsPassed ? "pass" : "fail");
        writer.WriteStartObject("clauses");
        writer.WriteNumber("pass", report.Passed);
        writer.WriteNumber("fail", report.Failed);
        writer.WriteNumber("not-applicable", report.NotApplicable);
        writer.WriteNumber("not-checked", report.NotChecked);
        writer.WriteEndObject();
        writer.WriteNumber("left-out", report.LeftOut);
        writer.WriteStartArray("results");
        foreach (var clause in Clauses.All)
        {
            WriteClause(writer, report, clause);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteClause(Utf8JsonWriter writer, CertificationReport report, Clause clause)
    {
        writer.WriteStartObject();
        writer.WriteString("clause", clause.Number);
        writer.WriteString("title", clause.Title);
        writer.WriteString("verdict", NameOf(report.VerdictOf(clause)));
        writer.WriteString("fix", clause.Fix);
        writer.WriteStartArray("checks");
        foreach (var result in report.Results.Where(result => result.Clause == clause))
        {
            writer.WriteStartObject();
            writer.WriteString("subject", result.Subject);
            writer.WriteString("verdict", NameOf(result.Verdict));
            WriteUnlessEmpty(writer, "expected", result.Expected);
            WriteUnlessEmpty(writer, "seen", result.Seen);
            WriteUnlessEmpty(writer, "reason", result.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(name, text);
        }
    }
}
