using IotHub.Automation.Compilation;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads whole documents: their form, not what they name.</summary>
internal static class DocumentReader
{
    /// <summary>The automation; null where the text is not a JSON object.</summary>
    public static AutomationDocument? ReadAutomation(ReadOnlyMemory<byte> utf8Json, string idDefault, DocumentFaults faults)
    {
        var check = new FormCheck(faults);
        if (Parse(utf8Json, "An automation", check) is not { } root)
        {
            return null;
        }

        var use = root.TryGet("use", out var template) ? template.Text ?? string.Empty : null;
        check.Check(root, use is null ? "An automation" : "An automation from a template", use is null ? DocumentForms.Automation : DocumentForms.Use);
        var id = Text(root, "id", idDefault);
        return new AutomationDocument
        {
            Id = id,
            Name = Text(root, "name", id),
            Description = Text(root, "description", string.Empty),
            Enabled = root.Flag("enabled", absent: true),
            Template = use,
            Root = root,
        };
    }

    /// <summary>The scene; null where the text is not a JSON object.</summary>
    public static SceneDocument? ReadScene(ReadOnlyMemory<byte> utf8Json, string idDefault, DocumentFaults faults)
    {
        var check = new FormCheck(faults);
        if (Parse(utf8Json, "A scene", check) is not { } root)
        {
            return null;
        }

        check.Check(root, "A scene", DocumentForms.Scene);
        var id = Text(root, "id", idDefault);
        return new SceneDocument
        {
            Id = id,
            Name = Text(root, "name", id),
            Icon = Text(root, "icon", string.Empty),
            Description = Text(root, "description", string.Empty),
            Root = root,
        };
    }

    /// <summary>The person; null where the text is not a JSON object.</summary>
    public static PersonDocument? ReadPerson(ReadOnlyMemory<byte> utf8Json, string idDefault, DocumentFaults faults)
    {
        var check = new FormCheck(faults);
        if (Parse(utf8Json, "A person", check) is not { } root)
        {
            return null;
        }

        check.Check(root, "A person", DocumentForms.Person);
        var id = Text(root, "id", idDefault);
        return new PersonDocument { Id = id, Name = Text(root, "name", id), Root = root };
    }

    /// <summary>The tree of a document within the bounds; null where it is none.</summary>
    public static JsonNodeAt? Parse(ReadOnlyMemory<byte> utf8Json, string what, FormCheck check)
    {
        if (utf8Json.Length > AutomationLimits.DocumentBytesMax)
        {
            check.Faults.Add(new Diagnostic(DiagnosticSeverity.Error, $"{check.Faults.Kind}.limit", string.Empty, 1, 1,
                $"The document has {utf8Json.Length} bytes; at most {AutomationLimits.DocumentBytesMax} are allowed."));
            return null;
        }

        if (!PositionedJson.TryParse(utf8Json, AutomationLimits.JsonDepthMax, out var root, out var fault))
        {
            check.Faults.Add(fault);
            return null;
        }

        return check.IsObject(root, what) ? root : null;
    }

    /// <summary>Text, or what holds where there is none.</summary>
    public static string Text(JsonNodeAt root, string name, string absent) => root.TextOf(name) ?? absent;
}
