using System.Collections.Immutable;

namespace IotHub.Insights.Catalogue;

/// <summary>What the reader found, before it is indexed.</summary>
internal sealed record CatalogueContent
{
    public required long Version { get; init; }

    public required DateTimeOffset Issued { get; init; }

    public required bool IsSample { get; init; }

    public required ImmutableArray<Partner> Partners { get; init; }

    public required ImmutableArray<ProductCategory> Categories { get; init; }

    public required ImmutableArray<Product> Products { get; init; }

    public required ImmutableArray<ShareRule> ShareRules { get; init; }

    public required ImmutableArray<ConsumableOffer> Consumables { get; init; }

    public required ImmutableArray<SceneTemplate> Scenes { get; init; }

    public required CategoryModel? Model { get; init; }

    public required ShowRules Showing { get; init; }
}
