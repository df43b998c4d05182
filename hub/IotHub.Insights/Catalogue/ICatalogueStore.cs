namespace IotHub.Insights.Catalogue;

/// <summary>Keeps the catalogue in force over a restart.</summary>
public interface ICatalogueStore
{
    /// <summary>What was kept; null where nothing was.</summary>
    ValueTask<KeptCatalogue?> ReadCatalogueAsync(CancellationToken cancellationToken);

    /// <summary>Keeps one in place of the one before.</summary>
    ValueTask KeepCatalogueAsync(KeptCatalogue catalogue, CancellationToken cancellationToken);
}
