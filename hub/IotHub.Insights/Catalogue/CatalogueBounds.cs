namespace IotHub.Insights.Catalogue;

/// <summary>Bounds of a catalogue of products. It comes from outside and lies in memory whole, so everything in it is counted.</summary>
public static class CatalogueBounds
{
    /// <summary>Bytes of the document: 5,000 products of the sample's size take 2.4 MB, a model of 512 categories 350 KB.</summary>
    public const int DocumentBytesMax = 4 * 1024 * 1024;

    /// <summary>Bytes of a signature document; one is below 300.</summary>
    public const int SignatureBytesMax = 4 * 1024;

    /// <summary>Deepest nesting; the form needs five.</summary>
    public const int JsonDepthMax = 12;

    /// <summary>Diagnostics handed out for one document; further ones are counted only.</summary>
    public const int DiagnosticsMax = 200;

    /// <summary>Partners.</summary>
    public const int PartnersMax = 1_000;

    /// <summary>Categories, and so rows of the model: 512 squared are 256 KiB.</summary>
    public const int CategoriesMax = 512;

    /// <summary>Products.</summary>
    public const int ProductsMax = 5_000;

    /// <summary>Rules by which partners share revenue.</summary>
    public const int ShareRulesMax = 200;

    /// <summary>Consumables.</summary>
    public const int ConsumablesMax = 1_000;

    /// <summary>Scene templates.</summary>
    public const int ScenesMax = 500;

    /// <summary>Texts of one list: regions, transports, matched devices, needs.</summary>
    public const int ListMax = 64;

    /// <summary>Characters of a name in one language.</summary>
    public const int NameLengthMax = 100;

    /// <summary>Characters of a link or a remark.</summary>
    public const int TextLengthMax = 500;

    /// <summary>Largest price in minor units, 10^11: a larger one is a slip.</summary>
    public const long PriceMinorMax = 100_000_000_000;
}
