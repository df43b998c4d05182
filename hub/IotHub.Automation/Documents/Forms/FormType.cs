using System.Text.Json.Nodes;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>What may stand at one place of a document. Both the reader's check and the exported schema are made from it.</summary>
internal abstract class FormType
{
    /// <summary>Reports everything that is wrong with the form of a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="name">The member that holds it, for messages.</param>
    /// <param name="check">Where faults go.</param>
    public abstract void Check(JsonNodeAt node, string name, FormCheck check);

    /// <summary>The JSON Schema (2020-12) of it. Larger parts are definitions, to which this refers.</summary>
    public abstract JsonObject Schema(SchemaDefinitions definitions);
}
