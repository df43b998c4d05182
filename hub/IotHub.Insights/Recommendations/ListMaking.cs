using System.Collections.Frozen;
using System.Collections.Immutable;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>Makes one list of ranked categories: filters, caps, and the one place that is sometimes drawn by chance.</summary>
internal sealed class ListMaking(ProductCatalogue catalogue, FrozenDictionary<string, ImmutableArray<Product>> products, RecommendationRequest request, HashSet<string> owned)
{
    private readonly ShowRules _rules = catalogue.Showing;

    /// <summary>Makes it.</summary>
    /// <param name="ranked">Categories, best first.</param>
    /// <param name="policy">What ranked them.</param>
    /// <param name="arm">The home's arm.</param>
    /// <param name="chance">Decides about the last place; null where none is drawn.</param>
    /// <param name="explain">Says why.</param>
    public ImmutableArray<RecommendedItem> Make(IEnumerable<RankedCategory> ranked, string policy, RecommendationArm arm, Func<double>? chance, Func<Product, ProductCategory, RecommendationReason> explain)
    {
        var candidates = ranked.SelectMany(entry => products.GetValueOrDefault(entry.Category, []).Where(MayBeShown).Select(product => (entry, product))).ToList();
        var taken = new List<(RankedCategory Entry, Product Product, double Propensity)>();
        var explores = chance is not null && chance() < _rules.ExplorePer10000 / 10_000.0;
        foreach (var (entry, product) in candidates)
        {
            if (taken.Count == _rules.ListMax - (chance is null ? 0 : 1))
            {
                break;
            }

            if (Fits(product, taken))
            {
                taken.Add((entry, product, 1));
            }
        }

        if (chance is not null && candidates.Where(candidate => Fits(candidate.product, taken)).ToList() is { Count: > 0 } left && taken.Count == _rules.ListMax - 1)
        {
            // The best of what is left, or any of it with equal chance; both ways can lead to the best one.
            var share = _rules.ExplorePer10000 / 10_000.0 / left.Count;
            var at = explores ? Math.Min((int)(chance() * left.Count), left.Count - 1) : 0;
            taken.Add((left[at].entry, left[at].product, at == 0 ? 1 - (_rules.ExplorePer10000 / 10_000.0) + share : share));
        }

        return [.. taken.Select((item, at) => new RecommendedItem(request.NextId(), item.Product, at + 1, item.Entry.Rank, policy, arm, item.Propensity, item.Entry.Score,
            explain(item.Product, catalogue.TryGetCategory(item.Entry.Category, out var category) ? category : throw new InvalidOperationException($"There is no category {item.Entry.Category}."))))];
    }

    private bool MayBeShown(Product product) => product.Stock > 0
        && product.Regions.Contains(request.Home.Region)
        && (request.Home.PriceMin is not { } least || (product.Price.Currency == least.Currency && product.Price.Minor >= least.Minor))
        && (request.Home.PriceMax is not { } most || (product.Price.Currency == most.Currency && product.Price.Minor <= most.Minor))
        && request.Memory.Allows(product, _rules, request.Now)
        && Compatibility.IsYes(product, request.Home, owned);

    private bool Fits(Product product, List<(RankedCategory Entry, Product Product, double Propensity)> taken) =>
        taken.TrueForAll(other => other.Product.Id != product.Id)
        && taken.Count(other => other.Product.Category == product.Category) < _rules.PerCategoryMax
        && taken.Count(other => other.Product.Partner == product.Partner) < _rules.PerPartnerMax;
}
