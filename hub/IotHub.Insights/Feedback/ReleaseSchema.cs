using IotHub.Automation.Documents.Forms;

namespace IotHub.Insights.Feedback;

/// <summary>The JSON Schema (draft 2020-12) of release notes, made from the same forms that the reader checks with.</summary>
public static class ReleaseSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Export()
    {
        var definitions = new SchemaDefinitions(allowsInputs: false);
        return definitions.Write("releases.schema.json", definitions.Object(ReleaseForms.Document));
    }
}
