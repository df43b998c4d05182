using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consent;
using IotHub.Insights.Consumables;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Storage.Tests.Usage;

public sealed class ConsumableStoreTests : IDisposable
{
    private static readonly DeviceContract Contract =
        ContractParser.Parse(File.ReadAllBytes(RepositoryRoot.Path("firmware-contracts", "contracts", "air-purifier.json")), "air-purifier").Contract!;

    private static readonly Device Purifier = StoreFixture.Lamp with { Name = "purifier", Did = "77", Contract = Contract };

    private readonly StoreFixture _fixture = new();
    private long _cause = 10;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task WriteAsync_FilterRunsDown_IsKnownAndAfterARestartToo()
    {
        ConsumableState before;
        await using (var home = await OpenAsync())
        {
            await home.WriteAsync(new HubOutput.DeviceSaved(Purifier));
            for (var day = 0; day < 20; day++)
            {
                await home.WriteAsync(Level(100 - day));
                _fixture.Time.Advance(TimeSpan.FromDays(1));
            }

            await home.Store.TickAsync(CancellationToken.None);
            before = Known(home);
            Assert.Equal(81, before.Percent);
        }

        await using var again = await OpenAsync();
        Assert.Equal(before.ToJson(), Known(again).ToJson());
        await again.WriteAsync(Level(80));
        Assert.Equal(80, Known(again).Percent);
    }

    [Fact]
    public async Task WriteAsync_RunsLow_IsToldUnderConsentAndRemindedOfWithout()
    {
        await using var home = await OpenAsync();
        await home.WriteAsync(new HubOutput.DeviceSaved(Purifier));
        await RunDownAsync(home, 100, 2);
        Assert.True(Known(home).IsLow);
        Assert.DoesNotContain(await home.EntriesAsync(), entry => entry.Type.Contains("consumable", StringComparison.Ordinal));

        Assert.True(await home.Store.ReplacedAsync(Purifier, "filter", isReset: false, CancellationToken.None));
        await home.GrantAsync(ConsentClass.Product);
        await RunDownAsync(home, 100, 2);
        Assert.True(await home.Store.ReplacedAsync(Purifier, "filter", isReset: true, CancellationToken.None));

        var told = (await home.ReadAsync(UsageHome.File)).Where(one => one.Type.Contains("consumable", StringComparison.Ordinal)).Select(UsageHome.NameOf).ToList();
        Assert.Equal(
            "consumable.level consumable.low consumable.replaced consumable.reset",
            string.Join(' ', told.Distinct().Order(StringComparer.Ordinal)));
        Assert.Single(told, "consumable.low");
        Assert.False(Known(home).IsLow);
        Assert.False(await home.Store.ReplacedAsync(Purifier, "wing", isReset: false, CancellationToken.None));
    }

    [Fact]
    public async Task PutOffAsync_KnownPart_IsQuietAlsoAfterARestart()
    {
        var until = StoreFixture.Start.AddDays(7);
        await using (var home = await OpenAsync())
        {
            await home.WriteAsync(new HubOutput.DeviceSaved(Purifier), Level(50));
            Assert.True(await home.Store.PutOffAsync("purifier", "filter", until, CancellationToken.None));
            Assert.False(await home.Store.PutOffAsync("lamp", "filter", until, CancellationToken.None));
        }

        await using var again = await OpenAsync();
        Assert.Equal(until, Known(again).QuietUntil);
    }

    [Fact]
    public async Task WriteAsync_DeviceRetired_ItsPartsAreForgottenAlsoOnDisk()
    {
        await using (var home = await OpenAsync())
        {
            await home.WriteAsync(new HubOutput.DeviceSaved(Purifier), Level(50));
            await home.Store.TickAsync(CancellationToken.None);
            await home.WriteAsync(new HubOutput.DeviceRetired(Purifier));
            Assert.Empty(home.Store.Consumables.Parts);
        }

        await using var again = await OpenAsync();
        Assert.Empty(again.Store.Consumables.Parts);
    }

    [Fact]
    public async Task WriteAsync_OtherHardwareTakesItsPlace_CountsFromItsStart()
    {
        await using var home = await OpenAsync();
        await home.WriteAsync(new HubOutput.DeviceSaved(Purifier));
        await RunDownAsync(home, 100, 2);

        var after = Purifier with { Did = "78" };
        await home.WriteAsync(new HubOutput.DeviceReplaced(Purifier, after, [], [], null, _fixture.Time.GetUtcNow()));

        Assert.False(Known(home).IsLow);
        Assert.Null(Known(home).Percent);
    }

    private static ConsumableState Known(UsageHome home) => home.Store.Consumables.Find("purifier", "filter")!;

    private async Task<UsageHome> OpenAsync()
    {
        var home = await UsageHome.OpenAsync(_fixture);
        await home.ObserveInsightsAsync(new CatalogueShelf([]), Purifier);
        return home;
    }

    private async Task RunDownAsync(UsageHome home, int from, int to)
    {
        for (var level = from; level >= to; level -= 2)
        {
            await home.WriteAsync(Level(level));
            _fixture.Time.Advance(TimeSpan.FromDays(1));
        }
    }

    private HubOutput.Changed Level(int percent)
    {
        Assert.True(Contract.TryGetProperty("filter.filter-life-level", out var property));
        return new HubOutput.Changed(
            new StateChange(
                Purifier, property, default, PropertyValue.FromInteger(percent), default, ValueOrigin.Reported, Cause.Root(++_cause, CauseOrigin.Device, "purifier"), _fixture.Time.GetUtcNow()),
            null);
    }
}
