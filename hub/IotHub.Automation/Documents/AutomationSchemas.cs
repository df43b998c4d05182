using System.Text.Json.Nodes;
using IotHub.Automation.Documents.Forms;

namespace IotHub.Automation.Documents;

/// <summary>The JSON Schemas (draft 2020-12) of documents, made from the same forms that the reader checks with. An editor that is given one completes and explains.</summary>
public static class AutomationSchemas
{
    /// <summary>The names of the schemas, <c>automation</c>, <c>template</c>, <c>scene</c>, <c>person</c>; files are called <c>automation.schema.json</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["automation", "template", "scene", "person"];

    /// <summary>One schema as indented JSON.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that name.</exception>
    public static string Export(string name)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Names.Contains(name), false, nameof(name));
        var definitions = new SchemaDefinitions(name == "template");
        JsonObject body = name switch
        {
            "automation" => new JsonObject
            {
                ["title"] = "Automation",
                ["oneOf"] = new JsonArray(
                    definitions.Refer("automation", () => definitions.Object(DocumentForms.Automation)),
                    definitions.Refer("templateUse", () => definitions.Object(DocumentForms.Use))),
            },
            "template" => definitions.Object(DocumentForms.Template),
            "person" => definitions.Object(DocumentForms.Person),
            _ => definitions.Object(DocumentForms.Scene),
        };
        return definitions.Write($"{name}.schema.json", body);
    }

    /// <summary>The members that each kind of object may have, by the name of its definition; for documentation and its tests.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Members()
    {
        var found = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var form in TriggerForms.All.Forms.Concat(ConditionForms.All.Forms).Concat(ActionForms.All.Forms).Concat([DocumentForms.Automation, DocumentForms.Use, DocumentForms.Template, DocumentForms.Scene, DocumentForms.Person]))
        {
            found[form.Name] = form.Names;
        }

        return found;
    }
}
