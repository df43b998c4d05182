using System.Collections.Frozen;
using System.Collections.Immutable;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>
/// Makes lists for one catalogue. What a home owns is scored with the shipped model; what may not be shown is left out afterwards. Shares and roles are not looked at.
/// Within a category the cheapest goes first. Not changed after it is made; may be asked from any thread.
/// </summary>
public sealed class Recommender
{
    /// <summary>The policy of lists that do not look at the home's devices.</summary>
    public const string PopularPolicy = "popular";

    private readonly ProductCatalogue _catalogue;
    private readonly FrozenDictionary<string, ImmutableArray<Product>> _products;
    private readonly FrozenDictionary<string, int> _rows;
    private readonly FrozenDictionary<string, int> _popularity;

    /// <summary>Prepares a catalogue.</summary>
    public Recommender(ProductCatalogue catalogue)
    {
        _catalogue = catalogue;
        _products = catalogue.Products.GroupBy(product => product.Category, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(product => product.Price.Minor).ThenBy(product => product.Id, StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
        var items = catalogue.Model?.Items ?? [];
        _rows = items.Select((item, row) => (item, row)).ToFrozenDictionary(pair => pair.item, pair => pair.row, StringComparer.Ordinal);
        _popularity = items.Select((item, row) => (item, count: catalogue.Model!.Popularity[row])).ToFrozenDictionary(pair => pair.item, pair => pair.count, StringComparer.Ordinal);
    }

    /// <summary>
    /// The next devices for a home. Empty for a home in the holdout arm. A home that owns nothing the model knows gets the list of what is popular.
    /// </summary>
    public ImmutableArray<RecommendedItem> Recommend(RecommendationRequest request)
    {
        var arm = HoldoutArm.Of(request.HomeId, _catalogue.Showing.HoldoutPer10000);
        if (arm == RecommendationArm.Holdout)
        {
            return [];
        }

        var owned = request.Home.OwnedCategories(_catalogue);
        var rows = owned.Where(category => _rows.ContainsKey(category.Id)).Select(category => _rows[category.Id]).ToArray();
        if (_catalogue.Model is not { } model || rows.Length == 0)
        {
            return Popular(request);
        }

        var scores = Score(model, rows);
        var ranked = Enumerable.Range(0, scores.Length).Where(item => scores[item] > 0 && !rows.Contains(item))
            .OrderByDescending(item => scores[item]).ThenBy(item => item)
            .Select((item, at) => new RankedCategory(model.Items[item], at + 1, scores[item] * model.Scale));
        return new ListMaking(_catalogue, _products, request, Ids(owned)).Make(ranked, model.Version, arm, request.NextChance, (product, category) => Explain(product, category, request.Home, model, rows));
    }

    /// <summary>What many own, whatever this home has: always there, in both arms, with the same filters.</summary>
    public ImmutableArray<RecommendedItem> Popular(RecommendationRequest request)
    {
        var owned = Ids(request.Home.OwnedCategories(_catalogue));
        var arm = HoldoutArm.Of(request.HomeId, _catalogue.Showing.HoldoutPer10000);
        var ranked = _popularity.Where(pair => pair.Value > 0 && !owned.Contains(pair.Key))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select((pair, at) => new RankedCategory(pair.Key, at + 1, pair.Value));
        return new ListMaking(_catalogue, _products, request, owned).Make(ranked, PopularPolicy, arm, chance: null,
            (_, category) => new RecommendationReason(RecommendationReasonKind.Popular, string.Empty, new LocalText(string.Empty, string.Empty), category.Name));
    }

    // The sum of the owned rows in whole numbers: exact, and the same on every machine.
    private static int[] Score(CategoryModel model, int[] rows)
    {
        var scores = new int[model.Items.Length];
        var weights = model.Weights.AsSpan();
        foreach (var row in rows)
        {
            var from = weights.Slice(row * scores.Length, scores.Length);
            for (var item = 0; item < scores.Length; item++)
            {
                scores[item] += from[item];
            }
        }

        return scores;
    }

    private static HashSet<string> Ids(ImmutableArray<ProductCategory> categories) => categories.Select(category => category.Id).ToHashSet(StringComparer.Ordinal);

    private RecommendationReason Explain(Product product, ProductCategory category, HomeProfile home, CategoryModel model, int[] rows)
    {
        if (Compatibility.Completed(product, home) is [var scene, ..])
        {
            return new RecommendationReason(RecommendationReasonKind.CompletesScene, scene.Id, new LocalText(scene.Name, scene.Name), category.Name);
        }

        // A score above 0 has at least one weight above 0 in it.
        var item = _rows[category.Id];
        var strongest = model.Items[rows.MaxBy(row => model.Weights[(row * model.Items.Length) + item])];
        return new RecommendationReason(RecommendationReasonKind.GoesWith, strongest, _catalogue.TryGetCategory(strongest, out var with) ? with.Name : new LocalText(strongest, strongest), category.Name);
    }
}
