using System.Text;
using System.Text.Json;
using IotHub.Contracts.Comparison;
using IotHub.Contracts.Diagnostics;
using IotHub.Runtime.Replacement;

namespace IotHub.Host.Commands;

/// <summary>What commands print for programs.</summary>
internal static class CommandJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>Prints one object.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    public static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Diagnostic> diagnostics)
    {
        json.WriteStartArray(name);
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("severity", Word(diagnostic.Severity));
            json.WriteString("code", diagnostic.Code);
            json.WriteString("path", diagnostic.Path);
            json.WriteNumber("line", diagnostic.Line);
            json.WriteNumber("column", diagnostic.Column);
            json.WriteString("message", diagnostic.Message);
            if (diagnostic.Suggestion is { } suggestion)
            {
                json.WriteString("suggestion", suggestion);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Information => "information",
        DiagnosticSeverity.Warning => "warning",
        _ => "error",
    };

    public static string Word(CoverVerdict verdict) => verdict switch
    {
        CoverVerdict.Kept => "kept",
        CoverVerdict.Changed => "changed",
        _ => "missing",
    };

    public static string Word(ContractNodeKind kind) => kind switch
    {
        ContractNodeKind.Device => "device",
        ContractNodeKind.Service => "service",
        ContractNodeKind.Property => "property",
        ContractNodeKind.Action => "action",
        _ => "event",
    };

    public static string Word(DiffChange change) => change switch
    {
        DiffChange.Added => "added",
        DiffChange.Removed => "removed",
        _ => "changed",
    };

    public static string Word(DocumentFate fate) => fate switch
    {
        DocumentFate.Kept => "kept",
        DocumentFate.Changed => "changed",
        DocumentFate.Broken => "broken",
        DocumentFate.StillBroken => "still-broken",
        _ => "mended",
    };
}
