namespace IotHub.Contracts.Labels;

/// <summary>Bounds of a file of labels.</summary>
public static class LabelLimits
{
    /// <summary>Bytes of a file. A big device has some 500 texts in each language; a dozen languages of those stay below half of this.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Languages of one device; published files have up to 20.</summary>
    public const int LanguagesMax = 64;

    /// <summary>Texts of one language.</summary>
    public const int TextsPerLanguageMax = 16 * 1024;

    /// <summary>Characters of one text; a paragraph about a device is the longest. What is longer is cut.</summary>
    public const int TextLengthMax = 2000;

    /// <summary>Nesting: the document, its data, a language.</summary>
    public const int DepthMax = 16;
}
