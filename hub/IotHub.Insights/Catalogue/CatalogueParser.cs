using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Catalogue;

/// <summary>Reads a catalogue. Every fault is told with its place; one error refuses the whole, since half a catalogue would tell half the truth.</summary>
public static class CatalogueParser
{
    private const string Kind = "product-catalogue";

    /// <summary>Reads a whole document.</summary>
    /// <param name="utf8Json">The text; it must not change while this runs.</param>
    public static CatalogueParseResult Parse(ReadOnlyMemory<byte> utf8Json)
    {
        var faults = new DocumentFaults(Kind);
        if (utf8Json.Length > CatalogueBounds.DocumentBytesMax)
        {
            faults.Add(new Diagnostic(DiagnosticSeverity.Error, $"{Kind}.limit", string.Empty, 1, 1,
                $"The catalogue has {utf8Json.Length} bytes; at most {CatalogueBounds.DocumentBytesMax} are allowed."));
            return Result(null, faults);
        }

        if (!PositionedJson.TryParse(utf8Json, CatalogueBounds.JsonDepthMax, out var root, out var fault))
        {
            faults.Add(fault);
            return Result(null, faults);
        }

        var check = new FormCheck(faults);
        check.Check(root, "A catalogue", CatalogueForms.Document);
        if (root.Kind != System.Text.Json.JsonValueKind.Object)
        {
            return Result(null, faults);
        }

        // Names are compared even where the form is wrong, so that one reading tells everything.
        new CatalogueNames(root, faults).Check();
        ModelReader.Check(root, faults);
        return faults.HasErrors ? Result(null, faults) : Result(new ProductCatalogue(CatalogueReader.Read(root)), faults);
    }

    private static CatalogueParseResult Result(ProductCatalogue? catalogue, DocumentFaults faults)
    {
        var all = faults.ToImmutable();
        return new CatalogueParseResult(catalogue, [.. all.Take(CatalogueBounds.DiagnosticsMax)], Math.Max(0, all.Length - CatalogueBounds.DiagnosticsMax));
    }
}
