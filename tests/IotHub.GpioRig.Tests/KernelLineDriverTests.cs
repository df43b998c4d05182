using IotHub.Gpio.Drivers.CharacterDevice;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Tests.Lines;

namespace IotHub.GpioRig.Tests;

/// <summary>The kernel's character device, by the tests of every driver and some of its own.</summary>
public sealed class KernelLineDriverTests : LineDriverTests
{
    private readonly FileWatch _watch = new();
    private readonly CharacterDeviceDriver _driver;

    public KernelLineDriverTests() => _driver = new CharacterDeviceDriver(_watch);

    protected override ILineDriver Driver => _driver;

    [RigFact]
    public async Task Request_WithDebounce_TellsBouncesOnceAndByTheKernel()
    {
        Pull("GPIO27", false);
        using var input = Request(new LineSettings("GPIO27", false) { Debounce = TimeSpan.FromMilliseconds(20) });

        for (var i = 0; i <= 10; i++)
        {
            Pull("GPIO27", i % 2 == 0);
        }

        var settled = await NextAsync();
        Pull("GPIO27", false);
        var next = await NextAsync();

        Assert.True(input.Debounces);
        Assert.Equal((true, 1u), (settled.Value, settled.Sequence));
        Assert.Equal((false, 2u), (next.Value, next.Sequence));
    }

    [RigFact]
    public void Request_PulledUp_ReadsHighWhileNothingPulls()
    {
        Pull("GPIO26", false);
        using (Request(new LineSettings("GPIO26", false) { Bias = LineBias.PullUp }))
        {
            Assert.True(LevelOf("GPIO26"));
        }
    }

    [RigFact]
    public void Request_LineOfAKernelDriver_NamesIt()
    {
        var fault = Assert.Throws<LineException>(() => Driver.Request(new LineRequest("board-sim", "test", [new LineSettings("LED0", true)]), this));

        Assert.Equal(LineFault.Busy, fault.Fault);
        Assert.Equal($"LED0 of board-sim is in use by {fault.Holder}.", fault.Message);
        Assert.NotEqual("", fault.Holder);
    }

    [RigFact]
    public async Task Edges_BeyondTheKernelsBuffer_AreMissedInTheirNumbersAndTheLevelIsRight()
    {
        const int Pulls = 3001;
        Pull("GPIO27", false);
        var listener = new BlockedListener();
        using var input = Driver.Request(new LineRequest(null, "test", [new LineSettings("GPIO27", false)]), listener);

        // The reader stands still with the first edge; 1,024 fit into the kernel's buffer, the oldest go.
        for (var i = 1; i <= Pulls; i++)
        {
            Pull("GPIO27", i % 2 == 1);
        }

        listener.Go.Set();
        await listener.WaitForLevelAsync(true);
        var gaps = new SequenceGaps();
        foreach (var edge in listener.Edges)
        {
            gaps.Take(edge.Sequence);
        }

        Assert.Equal(1ul, input.Read(1));
        Assert.NotEqual(0, gaps.Lost);
        Assert.Equal(listener.Edges[^1].Sequence, listener.Edges.Count + (uint)gaps.Lost);
        Rig.Note($"edges while the reader stands still: {Pulls} made, {listener.Edges.Count} read, {gaps.Lost} missed in their numbers, {Pulls - listener.Edges.Count - gaps.Lost} merged by the kernel");
    }

    [RigFact]
    public async Task Remove_ChipInUse_TellsWhoHoldsLines()
    {
        using var expander = Expander.Plug();
        using var line = Driver.Request(new LineRequest(Expander.Label, "test", [new LineSettings("0", true)]), this);

        expander.Unplug();

        Assert.Equal($"The chip {Expander.Label} has gone.", await LostAsync());
        Assert.Equal(LineFault.Gone, Assert.Throws<LineException>(() => line.Write(1, 1)).Fault);
    }

    protected override void Pull(string line, bool isHigh) => Rig.Pull(line, isHigh);

    protected override bool LevelOf(string line) => Rig.LevelOf(line);

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _driver.Dispose();
        _watch.Dispose();
    }

    private sealed class BlockedListener : ILineListener
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();

        public ManualResetEventSlim Go { get; } = new();

        public List<LineEdge> Edges { get; } = [];

        public void OnEdge(in LineEdge edge)
        {
            Go.Wait();
            lock (_lock)
            {
                Edges.Add(edge);
            }
        }

        public void OnLost(string reason) => _done.TrySetException(new InvalidOperationException(reason));

        /// <summary>Waits until the last edge read is to a level and no other has come for a while.</summary>
        public async Task WaitForLevelAsync(bool level)
        {
            for (var (quiet, count) = (0, -1); quiet < 20;)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
                lock (_lock)
                {
                    quiet = Edges.Count == count && Edges.Count > 0 && Edges[^1].Value == level ? quiet + 1 : 0;
                    count = Edges.Count;
                }
            }
        }
    }
}
