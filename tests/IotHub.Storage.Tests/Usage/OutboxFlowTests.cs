using IotHub.Insights.Consent;
using IotHub.Runtime;
using IotHub.Testing;
using IotHub.Uplink;
using Xunit.Abstractions;

namespace IotHub.Storage.Tests.Usage;

/// <summary>Twenty thousand events in and out; a million by <c>tests/IotHub.Benchmarks -- --outbox</c>.</summary>
public sealed class OutboxFlowTests(ITestOutputHelper output) : IDisposable
{
    private const int Batch = 500;
    private const int Batches = 40;

    // What one event allocates on its way in, by JSON and rows; out, its body once more. Twice what was measured.
    private const long BytesIn = 16_384;
    private const long BytesOut = 4_096;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RecordAndRead_TwentyThousand_TheLastCostsWhatTheFirstDidAndAllComeInOrder()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        var costIn = new List<long>();
        for (var i = 0; i < Batches; i++)
        {
            HubOutput[] renames = [.. Enumerable.Repeat(new HubOutput.DeviceSaved(StoreFixture.Lamp), Batch)];
            costIn.Add(await CostAsync(async () => await home.WriteAsync(renames)));
        }

        var receiver = new KeptEvents();
        var costOut = new List<long>();
        var isThere = true;
        while (isThere)
        {
            IReadOnlyList<OutboxEvent> events = [];
            var cost = await CostAsync(async () =>
            {
                events = await home.Store.ReadAsync(UsageHome.File, UplinkLimits.BatchBytesMax, Batch, CancellationToken.None);
                if (events.Count > 0)
                {
                    await home.Store.AcceptAsync(UsageHome.File, events[^1].Sequence, CancellationToken.None);
                }
            });
            foreach (var one in events)
            {
                receiver.Take(one.Body);
            }

            costOut.Add(cost / Math.Max(1, events.Count));
            isThere = events.Count > 0;
        }

        output.WriteLine($"in: {costIn[1] / Batch} to {costIn[^1] / Batch} bytes an event, out: {costOut[1]} to {costOut[^3]}");
        Assert.Equal((Batch * Batches) + 1, receiver.Count);
        Assert.Empty(receiver.Faults);
        Assert.Empty(receiver.Gaps());
        Assert.All(costIn, cost => Assert.InRange(cost / Batch, 1, BytesIn));
        Assert.All(costOut, cost => Assert.InRange(cost, 0, BytesOut));
        Assert.InRange(costIn[^1], 0, costIn[1] * 11 / 10);
        await home.CheckLedgerAsync((Batch * Batches) + 1);
    }

    /// <summary>Bytes that a piece of work allocates. The store has no other caller here and does it on this thread.</summary>
    private static async Task<long> CostAsync(Func<Task> work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
