using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Testing;
using IotHub.Uplink;
using Xunit.Abstractions;

namespace IotHub.Storage.Tests.Usage;

/// <summary>
/// A crash before each single statement of a life of the outbox: recording, reading, sending, accepting, making room, closing a day, withdrawing, erasing.
/// The files are copied as they stand at that statement, never closed; a hub opens the copy, and what its receivers had by then is what they have.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Uplinks = [UsageHome.File, UsageHome.Cloud];
    private readonly StoreFixture _fixture = new();
    private readonly Dictionary<string, KeptEvents> _receivers = Uplinks.ToDictionary(name => name, _ => new KeptEvents());
    private readonly List<Wreck> _wrecks = [];
    private bool _isFilling;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Crash_BeforeAnyStatement_EverythingArrivesAndTheLedgerIsExact()
    {
        await LiveAsync(home => SendAndRecordAsync(home));

        foreach (var wreck in _wrecks)
        {
            var (home, kept) = await RecoverAsync(wreck);
            await using var held = home;
            var recorded = (await home.EntriesAsync()).Where(entry => !entry.StaysHere).ToDictionary(entry => entry.Id, entry => System.Text.Encoding.UTF8.GetString(entry.Body.Span));
            foreach (var receiver in kept)
            {
                Assert.Empty(receiver.Faults);
                Assert.Empty(receiver.Gaps());
                Assert.Equal(recorded, receiver.Bodies.ToDictionary(one => one.Key.Id, one => one.Value));
            }
        }

        output.WriteLine($"{_wrecks.Count} crashes");
    }

    [Fact]
    public async Task Crash_WhileWithdrawingErasingAndMakingRoom_NothingForbiddenLeavesAndWhatIsMissingIsInTheLedger()
    {
        await LiveAsync(home => LoseAsync(home));

        foreach (var wreck in _wrecks)
        {
            var (home, kept) = await RecoverAsync(wreck);
            await using var held = home;
            await home.CheckLedgerAsync();
            var ledger = await home.Store.LedgerAsync(CancellationToken.None);
            var isKept = (await home.EntriesAsync()).Where(entry => !entry.StaysHere).Select(entry => entry.Id).ToHashSet();
            foreach (var (name, receiver) in Uplinks.Zip(kept))
            {
                Assert.Empty(receiver.Faults);
                Assert.Subset(receiver.Bodies.Keys.Select(key => key.Id).ToHashSet(), isKept);

                // What this receiver has no more chance to get was lost in a way that the ledger counts.
                var gone = ledger.Where(tally => tally.Fate != UsageFate.Kept).Sum(tally => tally.Count);
                Assert.InRange(receiver.Gaps().Count, 0, gone);
                if (!home.Store.Consent.Allows(ConsentClass.Product))
                {
                    Assert.DoesNotContain(receiver.Bodies.Where(one => !wreck.Receivers[name].Bodies.ContainsKey(one.Key)), one => one.Value.Contains("mihub.device", StringComparison.Ordinal));
                }
            }
        }

        output.WriteLine($"{_wrecks.Count} crashes");
    }

    private static async Task SendSomeAsync(UsageHome home, string uplink, KeptEvents receiver, int countMax, bool isConfirmed = true)
    {
        if (await home.ReadAsync(uplink, countMax) is [_, ..] batch)
        {
            Deliver(receiver, batch);
            if (isConfirmed)
            {
                await home.Store.AcceptAsync(uplink, batch[^1].Sequence, CancellationToken.None);
            }
        }
    }

    private static void Deliver(KeptEvents receiver, List<OutboxEvent> batch) => batch.ForEach(one => receiver.Take(one.Body));

    private async Task SendAndRecordAsync(UsageHome home)
    {
        await home.GrantAsync(ConsentClass.Product);
        await home.GrantAsync(ConsentClass.Usage);
        for (var round = 0; round < 4; round++)
        {
            await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp), home.Used(), new HubOutput.DeviceSaved(StoreFixture.Speaker));
            await SendSomeAsync(home, UsageHome.File, _receivers[UsageHome.File], 2);
            await SendSomeAsync(home, UsageHome.Cloud, _receivers[UsageHome.Cloud], 3, isConfirmed: round % 2 == 0);

            // A day, and after the first of them a season: the pseudonym is another.
            _fixture.Time.Advance(round == 0 ? UsageSource.Epoch : TimeSpan.FromDays(1));
            await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        }
    }

    private async Task LoseAsync(UsageHome home)
    {
        await home.GrantAsync(ConsentClass.Product);
        await home.GrantAsync(ConsentClass.Feedback);
        await FillAsync(home, 600);
        await SendSomeAsync(home, UsageHome.File, _receivers[UsageHome.File], 50);
        await FillAsync(home, 1_200);
        await home.GrantAsync(ConsentClass.Product, false);
        await SendSomeAsync(home, UsageHome.Cloud, _receivers[UsageHome.Cloud], 3, isConfirmed: false);
        await home.GrantAsync(ConsentClass.Product);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Speaker));
        await SendSomeAsync(home, UsageHome.File, _receivers[UsageHome.File], 50);
        await home.Store.EraseAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp));
        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow().AddDays(1), CancellationToken.None);
    }

    /// <summary>Many at once, beyond the bound of the outbox; they are alike, and a crash among a few like them is what the other test is about.</summary>
    private async Task FillAsync(UsageHome home, int count)
    {
        _isFilling = true;
        await home.WriteAsync([.. Enumerable.Repeat(new HubOutput.DeviceSaved(StoreFixture.Lamp), count)]);
        _isFilling = false;
    }

    /// <summary>Lives, and keeps a copy of the files and of what receivers have before each statement that writes to hub.db.</summary>
    private async Task LiveAsync(Func<UsageHome, Task> live)
    {
        await using var home = await UsageHome.OpenAsync(_fixture, Options());
        home.Store.BeforeStatement = (file, sql) =>
        {
            if (file == "hub.db" && !_isFilling && !sql.StartsWith("SELECT", StringComparison.Ordinal))
            {
                _wrecks.Add(Copy());
            }
        };
        await live(home);
        home.Store.BeforeStatement = null;
        _wrecks.Add(Copy());
    }

    // Nothing is too old here: what is recorded is to be compared with what arrived.
    private StorageOptions Options() =>
        _fixture.Options with { OutboxBytesMax = 1 << 20, OutboxShownFor = TimeSpan.FromDays(366), OutboxWaitsFor = TimeSpan.FromDays(366) };

    private Wreck Copy()
    {
        var folder = Path.Combine(_fixture.Folder, $"wreck-{_wrecks.Count}");
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "hub.db", "hub.db-wal" })
        {
            File.Copy(_fixture.PathOf(name), Path.Combine(folder, name));
        }

        return new Wreck(folder, _receivers.ToDictionary(one => one.Key, one => one.Value.Copy()));
    }

    /// <summary>Opens what is left, and sends all there is.</summary>
    private async Task<(UsageHome Home, List<KeptEvents> Receivers)> RecoverAsync(Wreck wreck)
    {
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        var home = await UsageHome.OpenAsync(_fixture, Options() with { Folder = wreck.Folder });
        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        var kept = new List<KeptEvents>();
        foreach (var uplink in Uplinks)
        {
            var receiver = wreck.Receivers[uplink].Copy();
            kept.Add(receiver);
            while (await home.ReadAsync(uplink, 100) is [_, ..] batch)
            {
                Deliver(receiver, batch);
                await home.Store.AcceptAsync(uplink, batch[^1].Sequence, CancellationToken.None);
            }
        }

        return (home, kept);
    }

    private sealed record Wreck(string Folder, Dictionary<string, KeptEvents> Receivers);
}
