namespace IotHub.Insights.Catalogue;

/// <summary>Why a catalogue was not taken.</summary>
public enum CatalogueRefusal
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>There is no signature.</summary>
    SignatureMissing,

    /// <summary>The signature cannot be read.</summary>
    SignatureUnreadable,

    /// <summary>No trusted key has the id that the signature names.</summary>
    KeyUnknown,

    /// <summary>The signature is not of these bytes by that key.</summary>
    SignatureWrong,

    /// <summary>The signature is right, the document is not.</summary>
    Faulty,

    /// <summary>Its key may only sign samples.</summary>
    KeyOnlyForSamples,

    /// <summary>It is older than the one in force.</summary>
    Older,

    /// <summary>It has the version of the one in force, and other bytes.</summary>
    SameVersionOtherContent,
}
