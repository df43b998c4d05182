using System.Collections.Immutable;
using System.Security.Cryptography;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Insights.Catalogue;

/// <summary>Holds the catalogue in force. A new one replaces it whole and at once; a refused one changes nothing. May be asked from any thread.</summary>
/// <param name="trusted">The keys whose signatures are believed, by unique ids.</param>
public sealed class CatalogueShelf(ImmutableArray<TrustedKey> trusted)
{
    private readonly Lock _taking = new();
    private volatile ProductCatalogue? _current;
    private byte[] _digest = [];

    /// <summary>The catalogue in force; null before the first was taken. Readers take it once and use what they took.</summary>
    public ProductCatalogue? Current => _current;

    /// <summary>Offers a catalogue.</summary>
    /// <param name="utf8Json">Its exact bytes; they must not change while this runs.</param>
    /// <param name="signature">The signature document; empty where there is none.</param>
    public CatalogueOffer Offer(ReadOnlyMemory<byte> utf8Json, ReadOnlyMemory<byte> signature)
    {
        // The signature goes first: what a stranger wrote is not even parsed.
        if (utf8Json.Length > CatalogueBounds.DocumentBytesMax)
        {
            return Refuse(CatalogueRefusal.Faulty, $"The catalogue has {utf8Json.Length} bytes; at most {CatalogueBounds.DocumentBytesMax} are allowed.");
        }

        if (signature.IsEmpty)
        {
            return Refuse(CatalogueRefusal.SignatureMissing, "The catalogue has no signature.");
        }

        if (!CatalogueSignature.TryRead(signature, out var read, out var reason) || read is null)
        {
            return Refuse(CatalogueRefusal.SignatureUnreadable, reason);
        }

        if (trusted.FirstOrDefault(key => key.Id == read.Key) is not { } trustedKey)
        {
            return Refuse(CatalogueRefusal.KeyUnknown, $"The catalogue is signed with the key \"{read.Key}\", which is not trusted here.");
        }

        if (!read.Holds(utf8Json.Span, trustedKey))
        {
            return Refuse(CatalogueRefusal.SignatureWrong, $"The signature by \"{read.Key}\" does not fit the catalogue: it was changed, or signed by someone else.");
        }

        var parsed = CatalogueParser.Parse(utf8Json);
        if (parsed.Catalogue is not { } catalogue)
        {
            return Refuse(CatalogueRefusal.Faulty, $"The catalogue has {parsed.Diagnostics.Count(fault => fault.Severity == DiagnosticSeverity.Error) + parsed.Unlisted} faults.", parsed.Diagnostics);
        }

        return trustedKey.OnlySamples && !catalogue.IsSample
            ? Refuse(CatalogueRefusal.KeyOnlyForSamples, $"The key \"{trustedKey.Id}\" may only sign samples, and this catalogue does not call itself one.", parsed.Diagnostics)
            : Take(catalogue, SHA256.HashData(utf8Json.Span), parsed.Diagnostics);
    }

    private CatalogueOffer Take(ProductCatalogue catalogue, byte[] digest, ImmutableArray<Diagnostic> diagnostics)
    {
        // Two at once would each compare with what was in force before the other.
        lock (_taking)
        {
            if (_current is { } current && catalogue.Version < current.Version)
            {
                return Refuse(CatalogueRefusal.Older, $"Version {catalogue.Version} is older than {current.Version}, which is in force.", diagnostics);
            }

            if (_current is { } same && catalogue.Version == same.Version)
            {
                return digest.AsSpan().SequenceEqual(_digest)
                    ? new CatalogueOffer(CatalogueRefusal.None, string.Empty, diagnostics)
                    : Refuse(CatalogueRefusal.SameVersionOtherContent, $"Version {same.Version} is in force with other content; a change needs a higher version.", diagnostics);
            }

            _digest = digest;
            _current = catalogue;
            return new CatalogueOffer(CatalogueRefusal.None, string.Empty, diagnostics);
        }
    }

    private static CatalogueOffer Refuse(CatalogueRefusal refusal, string reason, ImmutableArray<Diagnostic> diagnostics = default) =>
        new(refusal, reason, diagnostics.IsDefault ? [] : diagnostics);
}
