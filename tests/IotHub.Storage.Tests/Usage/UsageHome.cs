using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Uplink;

namespace IotHub.Storage.Tests.Usage;

/// <summary>A store that records usage events, with what tests ask of it.</summary>
internal sealed class UsageHome : IAsyncDisposable
{
    public const string File = "file";
    public const string Cloud = "cloud";

    /// <summary>Id of a device that is wired to the board.</summary>
    public const string WiredDid = "hall-relay";

    private readonly StoreFixture _fixture;
    private readonly Random _random = new(7);
    private long _cause = 1;

    private UsageHome(StoreFixture fixture, HubStore store) => (_fixture, Store) = (fixture, store);

    public HubStore Store { get; }

    public static async Task<UsageHome> OpenAsync(StoreFixture fixture, StorageOptions? options = null)
    {
        var home = new UsageHome(fixture, await fixture.OpenAsync(options));
        var stored = await home.Store.LoadAsync(CancellationToken.None);
        home._cause = stored.NextCauseId;
        await home.Store.ObserveUsageAsync(stored, new UsageContext("1.2.3", () => 4, TimeZoneInfo.Utc) { IsWired = did => did == WiredDid }, home.NewId, fixture.Time, CancellationToken.None);
        await home.Store.RegisterAsync([File, Cloud], CancellationToken.None);
        return home;
    }

    public async Task ObserveInsightsAsync(CatalogueShelf shelf, params Device[] devices) => await Store.ObserveInsightsAsync(new HomeOf(devices), shelf, CancellationToken.None);

    public ValueTask<long> GrantAsync(ConsentClass of, bool isGranted = true) =>
        Store.ChangeAsync(new ConsentGrant(of, isGranted, ConsentText.PolicyVersion, ConsentText.Of(of).Hash, _fixture.Time.GetUtcNow(), "anna"), CancellationToken.None);

    public ValueTask WriteAsync(params HubOutput[] batch) => Store.WriteAsync(batch, CancellationToken.None);

    public HubOutput.Changed Used(string property = "light.on", bool value = true) => StoreFixture.Changed(
        property, Contracts.Values.PropertyValue.FromBoolean(value), _fixture.Time.GetUtcNow(), ++_cause);

    public async Task<List<OutboxEvent>> ReadAsync(string uplink, int countMax = 1_000_000) =>
        [.. await Store.ReadAsync(uplink, int.MaxValue, countMax, CancellationToken.None)];

    public async Task<List<UsageEntry>> EntriesAsync() => [.. await Store.EntriesAsync(0, 1_000_000, CancellationToken.None)];

    public static JsonObject Parse(ReadOnlyMemory<byte> body) => JsonNode.Parse(body.Span)!.AsObject();

    public static string NameOf(OutboxEvent one) => one.Type["com.mihub.".Length..^".v1".Length];

    /// <summary>All fates of all classes add up to what was recorded, and what is said to be kept is there, to the byte.</summary>
    public async Task CheckLedgerAsync(long? recorded = null)
    {
        var tallies = await Store.LedgerAsync(CancellationToken.None);
        var entries = await EntriesAsync();
        foreach (var of in Enum.GetValues<ConsentClass>())
        {
            var kept = tallies.FirstOrDefault(tally => tally.Class == of && tally.Fate == UsageFate.Kept);
            Assert.Equal(entries.Count(entry => entry.Class == of), kept?.Count ?? 0);
            Assert.Equal(entries.Where(entry => entry.Class == of).Sum(entry => (long)entry.Body.Length), kept?.Bytes ?? 0);
        }

        if (recorded is { } count)
        {
            Assert.Equal(count, tallies.Sum(tally => tally.Count));
        }
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private Guid NewId(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        var milliseconds = now.ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (40 - (8 * i)));
        }

        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private sealed class HomeOf(Device[] devices) : IHomeView
    {
        public IEnumerable<Device> Devices => devices;

        public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => (device = Array.Find(devices, one => one.Name == name)) is not null;

        public PropertyState GetState(Device device, ContractProperty property) => default;

        public bool IsOnline(Device device) => true;
    }
}
