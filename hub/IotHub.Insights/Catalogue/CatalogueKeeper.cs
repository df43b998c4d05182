namespace IotHub.Insights.Catalogue;

/// <summary>Takes catalogues in and keeps the one in force over a restart.</summary>
/// <param name="shelf">Holds the one in force.</param>
/// <param name="store">Keeps it.</param>
public sealed class CatalogueKeeper(CatalogueShelf shelf, ICatalogueStore store)
{
    /// <summary>Offers the one that was kept. To be called first: a step back across a restart is seen only then.</summary>
    /// <returns>What became of it; null where nothing was kept.</returns>
    /// <exception cref="Runtime.Storing.StoreException">The store cannot be read.</exception>
    public async ValueTask<CatalogueOffer?> LoadAsync(CancellationToken cancellationToken) =>
        await store.ReadCatalogueAsync(cancellationToken) is { } kept ? shelf.Offer(kept.Document, kept.Signature) : null;

    /// <summary>Offers one, and keeps it where it is taken.</summary>
    /// <param name="catalogue">The exact bytes and their signature.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <exception cref="Runtime.Storing.StoreException">It is in force, and could not be kept: after a restart it has to be offered again.</exception>
    public async ValueTask<CatalogueOffer> OfferAsync(KeptCatalogue catalogue, CancellationToken cancellationToken)
    {
        var before = shelf.Current;
        var offer = shelf.Offer(catalogue.Document, catalogue.Signature);
        if (offer.IsTaken && !ReferenceEquals(before, shelf.Current))
        {
            await store.KeepCatalogueAsync(catalogue, cancellationToken);
        }

        return offer;
    }
}
