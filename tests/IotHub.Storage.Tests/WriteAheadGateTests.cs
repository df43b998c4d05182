using IotHub.Automation.Engine.Memory;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using IotHub.Storage.Feed;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class WriteAheadGateTests : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly ScriptedLog _log = new();
    private readonly ListPort _port = new();
    private readonly WriteAheadGate _gate;

    public WriteAheadGateTests() => _gate = new WriteAheadGate(_log, [_port], _fixture.Time, _fixture.Log.CreateLogger<WriteAheadGate>());

    [Fact]
    public void Offer_NothingBinding_PassesAtOnceAndAllocatesNothing()
    {
        HubOutput[] step = [Remembered("a", isBinding: false), Decided(1)];
        _gate.Offer(step);
        _port.IsDeaf = true;
        var before = GC.GetAllocatedBytesForCurrentThread();

        _gate.Offer(step);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2, _port.Taken.Count);
    }

    [Fact]
    public void Offer_Binding_WaitsUntilItIsWrittenAndNothingOvertakes()
    {
        _log.Offered = 7;
        _gate.Offer([Remembered("a", isBinding: true), Decided(1)]);
        _gate.Offer([Decided(2)]);
        _log.Offered = 9;
        _gate.Offer([Remembered("b", isBinding: true), Decided(3)]);
        Assert.Empty(_port.Taken);

        _log.Commit(6);
        Assert.Empty(_port.Taken);
        _log.Commit(7);
        Assert.Equal([1, 2], _port.Decisions);
        _gate.Offer([Decided(4)]);
        Assert.Equal([1, 2], _port.Decisions);
        _log.Commit(9);
        Assert.Equal([1, 2, 3, 4], _port.Decisions);
        _gate.Offer([Decided(5)]);
        Assert.Equal([1, 2, 3, 4, 5], _port.Decisions);
        Assert.Equal(0, _gate.Unwritten);
    }

    [Fact]
    public void Offer_WrittenBeforeItIsOffered_PassesAtOnce()
    {
        _log.Offered = 7;
        _log.Commit(7);

        _gate.Offer([Remembered("a", isBinding: true), Decided(1)]);

        Assert.Equal([1], _port.Decisions);
    }

    [Fact]
    public void Offer_StoreFails_LetsGoAfterTwoSecondsAndSaysSoOnce()
    {
        _log.Offered = 7;
        _gate.Offer([Remembered("a", isBinding: true), Decided(1)]);
        _fixture.Time.Advance(WriteAheadGate.WaitMax - TimeSpan.FromTicks(1));
        Assert.Empty(_port.Taken);

        _fixture.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([1], _port.Decisions);

        // From then on nothing waits for a store that does not write.
        _log.Offered = 8;
        _gate.Offer([Remembered("a", isBinding: true), Decided(2)]);
        Assert.Equal([1, 2], _port.Decisions);
        Assert.Equal(2, _gate.Unwritten);
        _fixture.Log.AssertNoErrors();

        // Until it writes again.
        _log.Commit(8);
        _log.Offered = 10;
        _gate.Offer([Remembered("a", isBinding: true), Decided(3)]);
        Assert.Equal([1, 2], _port.Decisions);
        _log.Commit(10);
        Assert.Equal([1, 2, 3], _port.Decisions);
    }

    [Fact]
    public async Task DrainAsync_SomethingWaits_CompletesWhenItIsOut()
    {
        Assert.True(_gate.DrainAsync().IsCompleted);
        _log.Offered = 7;
        _gate.Offer([Remembered("a", isBinding: true), Decided(1)]);
        var drain = _gate.DrainAsync();
        Assert.False(drain.IsCompleted);

        _log.Commit(7);

        await drain;
        Assert.Equal([1], _port.Decisions);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _fixture.Dispose();
    }

    private static HubOutput.AutomationsRemembered Remembered(string id, bool isBinding) => new([new AutomationMemory { Id = id, At = Start }], isBinding);

    private sealed class ScriptedLog : ICommitLog
    {
        public event Action<long>? Committed;

        public long Offered { get; set; }

        public long CommittedUpTo { get; private set; }

        public void Commit(long position)
        {
            CommittedUpTo = position;
            Committed?.Invoke(position);
        }
    }

    private sealed class ListPort : IHubPort
    {
        public bool IsDeaf { get; set; }

        public List<HubOutput> Taken { get; } = [];

        public IEnumerable<long> Decisions => Taken.OfType<HubOutput.Decided>().Select(decided => decided.Decision.Cause.Id);

        public void Offer(IReadOnlyList<HubOutput> outputs)
        {
            if (!IsDeaf)
            {
                Taken.AddRange(outputs);
            }
        }
    }
}
