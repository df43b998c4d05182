using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consent;
using IotHub.Insights.Consumables;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Storage.Usage;

namespace IotHub.Storage;

/// <content>What wears out, what was recommended and what is owed: kept in the transaction of the events that tell of it.</content>
public sealed partial class HubStore : IConsumableJournal, IRecommendationJournal, ICatalogueStore
{
    private readonly List<BindTrace> _binds = [];
    private readonly List<UsageFact> _partFacts = [];
    private InsightsTables? _insights;
    private ConsumableKeeper? _consumables;
    private CatalogueShelf? _shelf;

    /// <inheritdoc/>
    public ConsumableMemory Consumables => _consumables?.Memory ?? ConsumableMemory.Empty;

    /// <inheritdoc/>
    public string HomeId => _insights?.HomeId ?? string.Empty;

    /// <inheritdoc/>
    public RecommendationMemory Recommendations => _insights?.Recommendations ?? RecommendationMemory.Empty;

    /// <inheritdoc/>
    public AttributionLedger Ledger => _insights?.Ledger ?? AttributionLedger.Empty;

    /// <summary>Follows what wears out, and keeps what comes of recommendations, from here on. To be called once, after <see cref="ObserveUsageAsync"/>.</summary>
    /// <param name="home">The home as it was stored.</param>
    /// <param name="shelf">The catalogue in force.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Runtime.Storing.StoreException">The store cannot be read.</exception>
    public ValueTask<bool> ObserveInsightsAsync(IHomeView home, CatalogueShelf shelf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(home);
        return _gate.EnterAsync(
            () =>
            {
                _shelf = shelf;
                _hub.Database.InTransaction(() => _insights = new InsightsTables(_hub.Database, _logger));
                _consumables = new ConsumableKeeper(_insights!.ReadParts(), shelf);
                foreach (var device in home.Devices)
                {
                    _consumables.Know(device);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReplacedAsync(Device device, string part, bool isReset, CancellationToken cancellationToken) => InPartsAsync(
        (keeper, facts) =>
        {
            var change = ConsumableWatch.Replaced(keeper.Memory, device, part, _usageTime.GetUtcNow());
            keeper.Know(device);
            keeper.Take(change, facts);
            if (isReset && !change.News.IsEmpty)
            {
                facts.Add(ConsumableFacts.OfReset(change.News[0], device.Contract.Type));
            }

            return !change.News.IsEmpty;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> PutOffAsync(string device, string part, DateTimeOffset until, CancellationToken cancellationToken) => InPartsAsync(
        (keeper, _) =>
        {
            var before = keeper.Memory;
            keeper.Take(new ConsumableChange(ConsumableWatch.PutOff(before, device, part, until), []), null);
            return before.Find(device, part) is not null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask TickAsync(CancellationToken cancellationToken) => await InPartsAsync(
        (keeper, facts) =>
        {
            keeper.Tick(_usageTime.GetUtcNow(), facts);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> KeepAsync(
        Func<RecommendationMemory, RecommendationMemory> change, IReadOnlyList<(UsageFact Fact, AttributionEvent? Event)> happened, CancellationToken cancellationToken) => InUsageAsync(
        usage =>
        {
            if (_insights is not { } insights)
            {
                return false;
            }

            insights.Remember(change(insights.Recommendations));
            var now = _usageTime.GetUtcNow();
            return happened.Aggregate(true, (all, one) => KeepOne(usage, insights, one.Fact, one.Event, now) && all);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RecordFirstAsync(UsageFact fact, string key, CancellationToken cancellationToken) => InUsageAsync(
        usage => _insights is { } insights && !insights.Knows(key) && usage.Record(fact, DeviceCount, _usageTime.GetUtcNow()) && insights.Know(key), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LedgerEventsAsync(CancellationToken cancellationToken) =>
        _gate.EnterAsync<IReadOnlyList<ReadOnlyMemory<byte>>>(() => _insights?.LedgerEvents() ?? [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<KeptCatalogue?> ReadCatalogueAsync(CancellationToken cancellationToken) => _gate.EnterAsync(() => _insights?.ReadCatalogue(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask KeepCatalogueAsync(KeptCatalogue catalogue, CancellationToken cancellationToken) => await InUsageAsync(
        _ =>
        {
            _insights?.Keep(catalogue);
            return true;
        },
        cancellationToken);

    private ValueTask<bool> InPartsAsync(Func<ConsumableKeeper, List<UsageFact>, bool> work, CancellationToken cancellationToken) => InUsageAsync(
        usage =>
        {
            if (_consumables is not { } keeper)
            {
                return false;
            }

            _partFacts.Clear();
            var isKnown = work(keeper, _partFacts);
            var now = _usageTime.GetUtcNow();
            _partFacts.ForEach(fact => usage.Record(fact, DeviceCount, now));
            _insights!.WriteParts(keeper.Unwritten);
            return isKnown;
        },
        cancellationToken);

    private void FollowParts(HubOutput output, DateTimeOffset now)
    {
        if (_consumables is { } keeper && ConsumableKeeper.Concerns(output))
        {
            keeper.Observe(output, now, _facts);
        }
    }

    private void TraceBinds(DateTimeOffset now)
    {
        if (_insights is not { } insights || _shelf?.Current is not { } catalogue || !_usage!.Consent.Allows(ConsentClass.Recommendation))
        {
            return;
        }

        var arm = HoldoutArm.Of(insights.HomeId, catalogue.Showing.HoldoutPer10000);
        foreach (var fact in _facts)
        {
            if (BindTrace.Of(fact, insights.Ledger, catalogue, arm, _usage.NewId(now)) is { } trace)
            {
                _binds.Add(trace);
            }
        }
    }

    /// <summary>Within the transaction of a batch: what it means for parts and for the ledger.</summary>
    private void WriteInsights(DateTimeOffset now)
    {
        if (_insights is not { } insights)
        {
            return;
        }

        insights.WriteParts(_consumables!.Unwritten);
        foreach (var bind in _factsAreWritten ? [] : _binds)
        {
            KeepOne(_usage!, insights, bind.Told, bind.Bound, now);
        }
    }

    private bool KeepOne(UsageTables usage, InsightsTables insights, UsageFact fact, AttributionEvent? happened, DateTimeOffset now)
    {
        if (!usage.Record(fact, DeviceCount, now, out var id))
        {
            return false;
        }

        if (happened is not null)
        {
            insights.Grow(happened with { Home = usage.SourceOf(ConsentClass.Recommendation, now) }, id);
        }

        return true;
    }
}
