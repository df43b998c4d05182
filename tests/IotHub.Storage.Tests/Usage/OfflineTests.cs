using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Testing;
using IotHub.Uplink.Outbox;
using IotHub.Uplink.Webhook;
using Microsoft.AspNetCore.Http;

namespace IotHub.Storage.Tests.Usage;

/// <summary>Seven days in which the receiver refuses, over a real connection; then it takes what there is.</summary>
public sealed class OfflineTests : IDisposable
{
    private const int Days = 7;
    private const int RenamesOfADay = 300;
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_SevenDaysRefused_EverythingArrivesOnceInOrder()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        var kept = await LiveOfflineAsync(home, RenamesOfADay);

        Assert.Empty(kept.Faults);
        Assert.Empty(kept.Gaps());
        Assert.Equal(0, kept.Repeats);

        // The two grants, the device that was new, and every rename; each day's use as one event.
        Assert.Equal(2 + (Days * RenamesOfADay) + Days, kept.Count);
        Assert.Equal((await home.EntriesAsync()).Select(entry => entry.Id), kept.Bodies.Keys.Select(key => key.Id));
        Assert.All(await home.Store.LedgerAsync(CancellationToken.None), tally => Assert.Equal(UsageFate.Kept, tally.Fate));
        await home.CheckLedgerAsync(kept.Count);
    }

    [Fact]
    public async Task RunAsync_SevenDaysRefusedBeyondTheBound_WhatIsMissingIsToldToTheLast()
    {
        await using var home = await UsageHome.OpenAsync(_fixture, _fixture.Options with { OutboxBytesMax = 1 << 20 });
        var kept = await LiveOfflineAsync(home, RenamesOfADay);

        var ledger = await home.Store.LedgerAsync(CancellationToken.None);
        var lost = ledger.Where(tally => tally.Fate == UsageFate.Evicted).ToList();
        var told = kept.Bodies.Values.Where(body => body.Contains("hub.events_dropped", StringComparison.Ordinal)).Select(body => JsonNode.Parse(body)!["data"]!).ToList();
        Assert.NotEqual(0, lost.Sum(tally => tally.Count));
        Assert.Equal(lost.Sum(tally => tally.Count), told.Sum(data => data["count"]!.GetValue<long>()));
        Assert.Equal(lost.Sum(tally => tally.Bytes), told.Sum(data => data["bytes"]!.GetValue<long>()));
        Assert.All(told, data => Assert.Equal("room", data["reason"]!.GetValue<string>()));

        // Every number that is missing at the receiver is one that was evicted, and the other way round.
        Assert.Empty(kept.Faults);
        Assert.Equal(lost.Sum(tally => tally.Count), kept.Gaps().Count);
        Assert.Equal(ledger.Sum(tally => tally.Count), kept.Count + kept.Gaps().Count);
        await home.CheckLedgerAsync();
    }

    /// <summary>Lives seven days in which the receiver says 503, and then on until it has all that there is.</summary>
    private async Task<KeptEvents> LiveOfflineAsync(UsageHome home, int renamesOfADay)
    {
        var kept = new KeptEvents();
        var isUp = false;
        await using var receiver = await HttpReceiver.StartAsync();
        receiver.Take = _ => { };
        receiver.Answer = (request, _) =>
        {
            if (isUp)
            {
                kept.Take(request.Body);
            }

            return isUp ? StatusCodes.Status204NoContent : StatusCodes.Status503ServiceUnavailable;
        };
        await home.Store.RegisterAsync([UsageHome.Cloud], CancellationToken.None);
        await home.GrantAsync(ConsentClass.Product);
        await home.GrantAsync(ConsentClass.Usage);
        await using var uplink = new WebhookUplink(
            new WebhookUplinkOptions { Name = UsageHome.Cloud, Url = receiver.Address, Secret = "a secret of the two of us", AllowHttp = true, AllowedNetworks = ["127.0.0.0/8"] }, _fixture.Time);
        var pump = new UplinkPump(home.Store, uplink, new UplinkPumpOptions(), _fixture.Time, new SeededRandom(5), _fixture.Log.CreateLogger<UplinkPump>());
        using var stop = new CancellationTokenSource();
        var running = pump.RunAsync(stop.Token);
        await RefusedAsync(pump, 0);
        for (var day = 0; day < Days; day++)
        {
            await home.WriteAsync([.. Enumerable.Repeat(new HubOutput.DeviceSaved(StoreFixture.Lamp), renamesOfADay), home.Used()]);
            await WaitUntilAsync(pump, _fixture.Time.GetUtcNow().AddDays(1));
            await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        }

        isUp = true;
        var all = kept.ReachedAsync((await home.ReadAsync(UsageHome.Cloud)).Count);
        pump.Hurry();
        await all;
        await stop.CancelAsync();
        await running;
        Assert.Equal(Days, (int)(_fixture.Time.GetUtcNow() - StoreFixture.Start).TotalDays);
        return kept;
    }

    /// <summary>Time passes from one attempt of the pump to the next, and each is refused.</summary>
    private async Task WaitUntilAsync(UplinkPump pump, DateTimeOffset end)
    {
        while (pump.Status.RetryAt is { } next && next <= end)
        {
            var attempts = pump.Status.Attempts;
            _fixture.Time.Advance(next - _fixture.Time.GetUtcNow());
            await RefusedAsync(pump, attempts);
        }

        _fixture.Time.Advance(end - _fixture.Time.GetUtcNow());
    }

    /// <summary>Waits until the pump was refused once more and its next attempt is armed. The request's own time-out arms a timer too.</summary>
    private async Task RefusedAsync(UplinkPump pump, int attempts)
    {
        var armed = _fixture.Time.NextTimerAsync();
        while (pump.Status.State != UplinkState.Waiting || pump.Status.Attempts == attempts || _fixture.Time.ArmedTimers == 0)
        {
            await armed;
            armed = _fixture.Time.NextTimerAsync();
        }
    }
}
