using System.Collections.Immutable;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>A home as recommendations see it. It is put together on the hub and does not leave it.</summary>
public sealed record HomeProfile
{
    /// <summary>ISO 3166-1 code of the country, where the home is; empty where it was not said, and nothing is known to be sold there.</summary>
    public required string Region { get; init; }

    /// <summary>Ways by which this hub can connect devices; empty where that is not known.</summary>
    public required ImmutableArray<string> Transports { get; init; }

    /// <summary>Its devices, at most 1,024.</summary>
    public required ImmutableArray<HomeDevice> Devices { get; init; }

    /// <summary>Kinds and types without version of the contracts that this hub has.</summary>
    public required ImmutableHashSet<string> KnownContracts { get; init; }

    /// <summary>Its scenes and automations.</summary>
    public ImmutableArray<HomeScene> Scenes { get; init; } = [];

    /// <summary>Least price that is wanted; only products in this currency are shown. Null for any.</summary>
    public Money? PriceMin { get; init; }

    /// <summary>Dearest price that is wanted; only products in this currency are shown. Null for any.</summary>
    public Money? PriceMax { get; init; }

    /// <summary>Categories that the home owns a device of, without repetitions, in the order of the catalogue.</summary>
    public ImmutableArray<ProductCategory> OwnedCategories(ProductCatalogue catalogue)
    {
        var owned = Devices.Select(device => catalogue.CategoryOf(device.Type)?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. catalogue.Categories.Where(category => owned.Contains(category.Id))];
    }
}
