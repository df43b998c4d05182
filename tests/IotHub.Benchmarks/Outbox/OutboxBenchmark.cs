using System.Globalization;
using System.Text.Json.Nodes;
using IotHub.Insights.UsageEvents;
using IotHub.Uplink.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Benchmarks.Outbox;

/// <summary>
/// A million events through a real store and two pumps, one of them dead until all is recorded; then the consent is withdrawn while somebody else writes,
/// all is erased, and at last the default bound of the outbox is overrun. Exit code 1 where a count is not exact.
/// </summary>
internal static class OutboxBenchmark
{
    private const int BatchSize = 500;
    private const long NoBound = 8L << 30;
    private static readonly TimeProvider Time = TimeProvider.System;
    private static bool _isWrong;

    public static async Task<int> RunAsync(int count)
    {
        await ThroughAsync(count);
        await DropAsync(count, "withdrawn", async home => await home.GrantAsync(isGranted: false));
        await DropAsync(count, "erased", async home => await home.Store.EraseAsync(Time.GetUtcNow(), CancellationToken.None));
        await OverrunAsync(count);
        return _isWrong ? 1 : 0;
    }

    private static async Task ThroughAsync(int count)
    {
        await using var home = await OutboxHome.OpenAsync(NoBound, "alive", "dead");
        var (alive, dead) = (new CountingUplink("alive") { IsAlive = true }, new CountingUplink("dead"));
        using var stop = new CancellationTokenSource();
        var (pumpOfDead, pumpOfAlive) = (Pump(home, dead), Pump(home, alive));
        var pumps = Task.WhenAll(Task.Run(() => pumpOfAlive.RunAsync(stop.Token)), Task.Run(() => pumpOfDead.RunAsync(stop.Token)));
        var memory = new PeakMemory();
        var begun = Time.GetTimestamp();
        foreach (var mark in new[] { 10_000, 100_000, 1_000_000, count }.Where(mark => mark <= count).Distinct().Order())
        {
            while (home.Recorded < mark)
            {
                await home.RenameAsync((int)Math.Min(BatchSize, mark - home.Recorded));
                memory.Look();
            }

            Print($"{mark:N0} recorded: {Rate(mark, begun)}, {alive.Count:N0} of them sent, {memory}, hub.db {home.Store.HubBytes >> 20} MiB");
        }

        await alive.ReachedAsync(home.Recorded);
        Print($"the living uplink has all {alive.Count:N0}: {Rate(alive.Count, begun)}, {alive.OutOfOrder} out of order");
        begun = Time.GetTimestamp();
        dead.IsAlive = true;
        pumpOfDead.Hurry();
        await dead.ReachedAsync(home.Recorded);
        Print($"the dead one was woken and has all {dead.Count:N0}: {Rate(dead.Count, begun)}, {dead.OutOfOrder} out of order, {memory}");
        Check(await home.LedgerAsync(), alive.OutOfOrder + dead.OutOfOrder == 0 && alive.Count == home.Recorded && dead.Count == home.Recorded);
        await stop.CancelAsync();
        await pumps;
    }

    /// <summary>How long others wait while a million events are deleted.</summary>
    private static async Task DropAsync(int count, string what, Func<OutboxHome, Task<long>> drop)
    {
        await using var home = await OutboxHome.OpenAsync(NoBound, "dead");
        while (home.Recorded < count)
        {
            await home.RenameAsync(BatchSize);
        }

        var memory = new PeakMemory();
        var begun = Time.GetTimestamp();
        var dropping = Task.Run(() => drop(home));
        var (longest, probes) = (TimeSpan.Zero, 0L);
        while (!dropping.IsCompleted)
        {
            var asked = Time.GetTimestamp();
            var fact = new UsageFact(UsageSchemas.HubStarted, new JsonObject { ["firmware"] = "1.0", ["afterBreak"] = "unknown" }, Time.GetUtcNow());
            probes += await home.Store.RecordAsync(fact, CancellationToken.None) ? 1 : 0;
            var waited = Time.GetElapsedTime(asked);
            longest = waited > longest ? waited : longest;
            memory.Look();
        }

        var gone = await dropping;
        var tallies = await home.Store.LedgerAsync(CancellationToken.None);
        Print($"{gone:N0} events {what} in {Time.GetElapsedTime(begun).TotalSeconds:F1} s; meanwhile {probes} were recorded, the slowest in {longest.TotalMilliseconds:F0} ms; {memory}");

        // The tombstone of an erasure is an event too, where there was anything to tell a receiver of.
        var sum = tallies.Sum(tally => tally.Count);
        Check(await home.LedgerAsync() + $", of which {probes} came while it went on", sum - home.Recorded - probes is 0 or 1 && gone >= count);
    }

    private static async Task OverrunAsync(int count)
    {
        await using var home = await OutboxHome.OpenAsync(null, "dead");
        var memory = new PeakMemory();
        var begun = Time.GetTimestamp();
        while (home.Recorded < count)
        {
            await home.RenameAsync(BatchSize);
            memory.Look();
        }

        Print($"default bound, nothing sent: {home.Recorded:N0} recorded, {Rate(home.Recorded, begun)}, {memory}, hub.db {home.Store.HubBytes >> 20} MiB");
        var lost = (await home.Store.LedgerAsync(CancellationToken.None)).Where(tally => tally.Fate == UsageFate.Evicted).Sum(tally => tally.Count);
        Check(await home.LedgerAsync(), (await home.Store.LedgerAsync(CancellationToken.None)).Sum(tally => tally.Count) == home.Recorded);
        begun = Time.GetTimestamp();
        await home.Store.CloseDaysAsync(Time.GetUtcNow(), CancellationToken.None);
        Print($"looked for what is old in {Time.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
        var last = await home.Store.ReadAsync("dead", int.MaxValue, int.MaxValue, CancellationToken.None);
        var told = last.Where(one => one.Type.Contains("events_dropped", StringComparison.Ordinal)).Sum(one => JsonNode.Parse(one.Body.Span)!["data"]!["count"]!.GetValue<long>());
        Check($"hub.events_dropped tells of {told:N0}, the ledger of {lost:N0}", told == lost);
    }

    private static UplinkPump Pump(OutboxHome home, CountingUplink uplink) => new(home.Store, uplink, new UplinkPumpOptions(), Time, new Random(3), NullLogger<UplinkPump>.Instance);

    private static string Rate(long count, long begun) => string.Create(CultureInfo.InvariantCulture, $"{count / Time.GetElapsedTime(begun).TotalSeconds:N0}/s in {Time.GetElapsedTime(begun).TotalSeconds:F1} s");

    private static void Check(string what, bool isRight)
    {
        _isWrong |= !isRight;
        Console.WriteLine((isRight ? "exact: " : "WRONG: ") + what);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
