using System.Collections.Immutable;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Recommendations;

/// <summary>
/// Makes the lists that people see and keeps what comes of them. A list stays the same for an hour, as long as home, catalogue and memory do: whoever looks twice sees one list, with one id
/// for each item. May be used from any thread.
/// </summary>
/// <param name="shelf">The catalogue in force.</param>
/// <param name="journal">What was shown and what came of it.</param>
/// <param name="usage">What is granted.</param>
/// <param name="chance">Ids and chance.</param>
/// <param name="time">The clock.</param>
public sealed class RecommendationDesk(CatalogueShelf shelf, IRecommendationJournal journal, IUsageJournal usage, IRecommendationChance chance, TimeProvider time)
{
    /// <summary>Items that were handed out and can be answered; beyond it the oldest go.</summary>
    public const int OfferedMax = 1_000;

    private static readonly TimeSpan ListLasts = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Offered> _offered = [];
    private readonly Queue<Guid> _order = new();
    private readonly Dictionary<bool, Made> _made = [];
    private (ProductCatalogue Of, Recommender Recommender)? _recommender;

    /// <summary>A list for this home; null where there is no catalogue.</summary>
    /// <param name="home">The home.</param>
    /// <param name="wantsPersonal">False for the list that does not look at the home's devices.</param>
    public RecommendationList? List(HomeProfile home, bool wantsPersonal)
    {
        lock (_gate)
        {
            if (shelf.Current is not { } catalogue)
            {
                return null;
            }

            var kind = !wantsPersonal ? RecommendationListKind.NotPersonalAsked
                : !usage.Consent.Allows(ConsentClass.Recommendation) ? RecommendationListKind.NotPersonalForWantOfConsent
                : HoldoutArm.Of(journal.HomeId, catalogue.Showing.HoldoutPer10000) == RecommendationArm.Holdout ? RecommendationListKind.Holdout
                : RecommendationListKind.Personal;
            if (kind == RecommendationListKind.Holdout)
            {
                return new RecommendationList(kind, []);
            }

            var isPersonal = kind == RecommendationListKind.Personal;
            var now = time.GetUtcNow();
            var key = new ListKey(catalogue, journal.Recommendations.Hidden, ProfileKey(home));
            if (_made.GetValueOrDefault(isPersonal) is not { } made || made.Key != key || now - made.At >= ListLasts || now < made.At)
            {
                var request = new RecommendationRequest(journal.HomeId, home, journal.Recommendations, now, () => chance.NextId(now), chance.Next);
                var recommender = RecommenderOf(catalogue);
                _made[isPersonal] = made = new Made(key, now, isPersonal ? recommender.Recommend(request) : recommender.Popular(request));
                Keep(made.Items, catalogue);
            }

            return new RecommendationList(kind, made.Items);
        }
    }

    /// <summary>Items were seen by a person. What was seen before is not counted again.</summary>
    /// <returns>False where an id is not known: nothing is kept then.</returns>
    public async ValueTask<bool> ShownAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        List<Offered> seen = [];
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (!_offered.TryGetValue(id, out var offered))
                {
                    return false;
                }

                if (!offered.IsShown)
                {
                    seen.Add(offered);
                }
            }

            seen.ForEach(offered => offered.IsShown = true);
        }

        if (seen.Count > 0)
        {
            var now = time.GetUtcNow();
            var at = AttributionFacts.AtSecond(now);
            List<(UsageFact, AttributionEvent?)> happened =
            [
                .. seen.Select(offered =>
                {
                    var item = offered.Item;
                    var shown = new RecommendationShown(at, string.Empty, item.Arm, item.RecId, item.Product.Id, item.Product.Partner, item.Policy, item.Propensity, offered.Rule);
                    return (AttributionFacts.OfShown(item, shown), (AttributionEvent?)shown);
                }),
            ];
            try
            {
                await journal.KeepAsync(memory => memory.Purged(seen[0].Rules, now).WithShown(seen.Select(offered => offered.Item), now), happened, cancellationToken);
            }
            catch
            {
                lock (_gate)
                {
                    seen.ForEach(offered => offered.IsShown = false);
                }

                throw;
            }
        }

        return true;
    }

    /// <summary>A person answered an item: followed it, turned it down or put it off.</summary>
    /// <returns>False where the id is not known.</returns>
    public async ValueTask<bool> AnswerAsync(Guid recId, RecommendationAnswer answer, CancellationToken cancellationToken)
    {
        if (Find(recId) is not { } found)
        {
            return false;
        }

        // Whoever answers has seen it.
        var (product, rules, arm) = found;
        await ShownAsync([recId], cancellationToken);
        var now = time.GetUtcNow();
        var at = AttributionFacts.AtSecond(now);
        var (schema, happened) = answer switch
        {
            RecommendationAnswer.Clicked => (UsageSchemas.RecommendationClicked, new RecommendationClicked(at, string.Empty, arm, recId)),
            RecommendationAnswer.Dismissed => (UsageSchemas.RecommendationDismissed, (AttributionEvent?)new RecommendationDismissed(at, string.Empty, arm, recId)),
            _ => (UsageSchemas.RecommendationSnoozed, null),
        };
        await journal.KeepAsync(
            memory => answer switch
            {
                RecommendationAnswer.Dismissed => memory.WithDismissed(product, rules, now),
                RecommendationAnswer.Snoozed => memory.WithSnoozed(product, rules, now),
                _ => memory,
            },
            [(AttributionFacts.OfAnswer(schema, recId, product.Id, arm, at), happened)],
            cancellationToken);
        return true;
    }

    private (Product Product, ShowRules Rules, RecommendationArm Arm)? Find(Guid recId)
    {
        lock (_gate)
        {
            if (_offered.TryGetValue(recId, out var offered))
            {
                return (offered.Item.Product, offered.Rules, offered.Item.Arm);
            }
        }

        // Handed out before a restart: what was shown then is in the ledger.
        return journal.Ledger.FindShown(recId) is { } shown && shelf.Current is { } catalogue && catalogue.TryGetProduct(shown.Product, out var product)
            ? (product, catalogue.Showing, shown.Arm)
            : null;
    }

    private Recommender RecommenderOf(ProductCatalogue catalogue)
    {
        if (_recommender is not { } known || !ReferenceEquals(known.Of, catalogue))
        {
            _recommender = known = (catalogue, new Recommender(catalogue));
        }

        return known.Recommender;
    }

    private void Keep(ImmutableArray<RecommendedItem> items, ProductCatalogue catalogue)
    {
        foreach (var item in items)
        {
            _offered[item.RecId] = new Offered(item, catalogue.Showing, item.Product.ShareRule is { } id && catalogue.TryGetShareRule(id, out var rule) ? rule : null);
            _order.Enqueue(item.RecId);
            if (_order.Count > OfferedMax)
            {
                _offered.Remove(_order.Dequeue());
            }
        }
    }

    private static string ProfileKey(HomeProfile home) => string.Join(
        '\n',
        [
            home.Region, .. home.Transports, $"{home.PriceMin}", $"{home.PriceMax}",
            .. home.Devices.Select(device => $"{device.Name} {device.Type.Text}"), .. home.Scenes.Select(scene => $"{scene.Id} {scene.NamesUnknown} {string.Join('|', scene.Lacks.Select(any => string.Join(',', any)))}"),
        ]);

    // That an item was shown once more makes no other list at once: whoever looks at one should not see it change under their eyes.
    private sealed record ListKey(ProductCatalogue Catalogue, ImmutableArray<HiddenChoice> Hidden, string Home);

    private sealed record Made(ListKey Key, DateTimeOffset At, ImmutableArray<RecommendedItem> Items);

    private sealed record Offered(RecommendedItem Item, ShowRules Rules, ShareRule? Rule)
    {
        public bool IsShown { get; set; }
    }
}
