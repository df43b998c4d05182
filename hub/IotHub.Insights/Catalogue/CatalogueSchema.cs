using IotHub.Automation.Documents.Forms;

namespace IotHub.Insights.Catalogue;

/// <summary>The JSON Schema (draft 2020-12) of catalogues, made from the same forms that the reader checks with.</summary>
public static class CatalogueSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Export()
    {
        var definitions = new SchemaDefinitions(allowsInputs: false);
        return definitions.Write("product-catalogue.schema.json", definitions.Object(CatalogueForms.Document));
    }
}
