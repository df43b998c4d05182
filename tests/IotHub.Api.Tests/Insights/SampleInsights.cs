using IotHub.Contracts.Parsing;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consent;
using IotHub.Insights.Consumables;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Api.Tests.Insights;

/// <summary>What wears out, what is recommended and what is owed, in memory; the catalogue is the sample.</summary>
internal sealed class SampleInsights(IUsageJournal usage) : IConsumableJournal, IRecommendationJournal, ICatalogueStore, IRecommendationChance
{
    private const string Source = "urn:mihub:0123456789abcdef0123456789abcdef";

    private readonly List<ReadOnlyMemory<byte>> _events = [];
    private int _id;

    public static byte[] Document { get; } = File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json"));

    public static byte[] Signature { get; } = File.ReadAllBytes(RepositoryRoot.Path("device-sim", "catalogue", "sample-catalogue.json.sig.json"));

    public static Device Purifier { get; } = SampleHome.Lamp with
    {
        Name = "purifier",
        Label = "Purifier",
        Did = "p-1",
        Contract = ContractParser.Parse(File.ReadAllBytes(RepositoryRoot.Path("firmware-contracts", "contracts", "air-purifier.json")), "air-purifier").Contract!,
    };

    /// <summary>The home with a purifier in it.</summary>
    public static HubSnapshot Snapshot
    {
        get
        {
            var home = SampleHome.Snapshot();
            return home with { Devices = home.Devices.Add(new DeviceSnapshot(Purifier, true, SampleHome.Start, [.. Purifier.Contract.Properties.Select(_ => default(PropertyState))])) };
        }
    }

    public CatalogueShelf Shelf { get; } =
        new([new TrustedKey("sample-development", File.ReadAllText(RepositoryRoot.Path("device-sim", "catalogue", "sample-development-key.pub.pem")), OnlySamples: true)]);

    public KeptCatalogue? Kept { get; private set; }

    public List<UsageFact> Told { get; } = [];

    public List<bool> Resets { get; } = [];

    public string HomeId { get; set; } = "home-1";

    public ConsumableMemory Consumables { get; private set; } = ConsumableMemory.Empty;

    public RecommendationMemory Recommendations { get; private set; } = RecommendationMemory.Empty;

    public AttributionLedger Ledger { get; private set; } = AttributionLedger.Empty;

    public void Report(double percent, DateTimeOffset at)
    {
        Assert.True(Purifier.Contract.TryGetProperty("filter.filter-life-level", out var property));
        Consumables = ConsumableWatch.Report(Consumables, Purifier, property, percent, _ => 0, at).Memory;
    }

    public ValueTask<bool> ReplacedAsync(Device device, string part, bool isReset, CancellationToken cancellationToken)
    {
        Resets.Add(isReset);
        var change = ConsumableWatch.Replaced(Consumables, device, part, SampleHome.Start);
        Consumables = change.Memory;
        return ValueTask.FromResult(!change.News.IsEmpty);
    }

    public ValueTask<bool> PutOffAsync(string device, string part, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Consumables = ConsumableWatch.PutOff(Consumables, device, part, until);
        return ValueTask.FromResult(true);
    }

    public ValueTask TickAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<bool> KeepAsync(
        Func<RecommendationMemory, RecommendationMemory> change, IReadOnlyList<(UsageFact Fact, AttributionEvent? Event)> happened, CancellationToken cancellationToken)
    {
        Recommendations = change(Recommendations);
        if (!usage.Consent.Allows(ConsentClass.Recommendation))
        {
            return ValueTask.FromResult(happened.Count == 0);
        }

        foreach (var (fact, one) in happened)
        {
            Assert.Empty(fact.Schema.Faults(fact.Data));
            Told.Add(fact);
            _events.Add(CloudEvent.Write(fact, [], NextId(fact.At), Source, Told.Count, fact.At));
            Ledger = one is null ? Ledger : Ledger.With(one with { Home = Source });
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LedgerEventsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>(_events);

    public ValueTask<KeptCatalogue?> ReadCatalogueAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Kept);

    public ValueTask KeepCatalogueAsync(KeptCatalogue catalogue, CancellationToken cancellationToken)
    {
        Kept = catalogue;
        return ValueTask.CompletedTask;
    }

    public Guid NextId(DateTimeOffset at) => new(++_id, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 0]);

    public double Next() => 0.9;
}
