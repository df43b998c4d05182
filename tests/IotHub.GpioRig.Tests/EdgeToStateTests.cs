using System.Threading.Channels;
using IotHub.Gpio;
using IotHub.Gpio.Drivers.CharacterDevice;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Sysfs;
using IotHub.Gpio.Tests;
using IotHub.Gpio.Wiring;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.GpioRig.Tests;

/// <summary>From an edge on a line to the change of state in the core, both in this process: the whole way but the store.</summary>
public sealed class EdgeToStateTests
{
    private const int Edges = 1000;

    [RigFact]
    public async Task Edges_TwoHundredASecond_AllChangeTheState()
    {
        Rig.Pull("GPIO22", false);
        await using var home = new RunningHome();
        var (fromPull, fromKernel) = (new List<TimeSpan>(), new List<TimeSpan>());
        Assert.False(await home.NextAsync());
        var started = MonotonicTime.Now(TimeProvider.System);
        for (var i = 1; i <= Edges; i++)
        {
            var pulled = MonotonicTime.Now(TimeProvider.System);
            Rig.Pull("GPIO22", i % 2 == 1);
            Assert.Equal(i % 2 == 1, await home.NextAsync());
            fromPull.Add(home.ChangedAt - pulled);
            fromKernel.Add(home.ChangedAt - home.Lines.LastAt);
            await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System);
        }

        var seconds = (MonotonicTime.Now(TimeProvider.System) - started).TotalSeconds;
        Assert.Equal((uint)Edges, home.Lines.LastSequence);
        Rig.Note($"edge to state change at {Edges / seconds:0} edges a second, none lost: from the pull {Rig.Percentiles(fromPull)}");
        Rig.Note($"  of it from the kernel's time stamp: {Rig.Percentiles(fromKernel)}");
    }

    [RigFact]
    public async Task Edges_InBurstsWithoutAPause_EndInTheRightState()
    {
        const int Bursts = 50;
        const int PerBurst = 41;
        Rig.Pull("GPIO22", false);
        await using var home = new RunningHome();
        Assert.False(await home.NextAsync());
        home.TakeCount();
        var told = 0;
        for (var burst = 1; burst <= Bursts; burst++)
        {
            for (var i = 1; i <= PerBurst; i++)
            {
                Rig.Pull("GPIO22", (burst + i) % 2 == 0);
            }

            // Edges that come before the kernel has looked are one edge to it: what counts is how it ends.
            var last = (burst + PerBurst) % 2 == 0;
            await home.WaitForStateAsync(last);
            told += home.TakeCount();
            Assert.Equal(last, home.State);
        }

        Rig.Note($"bursts of {PerBurst} edges without a pause: {Bursts * PerBurst} made, {told} told, every burst ended in the right state");
    }

    private sealed class RunningHome : IHubPort, IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(10_000);
        private readonly HubInbox _inbox = new();
        private readonly FileWatch _watch = new();
        private readonly GpioBoard _board;
        private readonly Task _run;
        private int _count;

        public RunningHome()
        {
            Lines = new StampedLines(new CharacterDeviceDriver(_watch));
            var tree = new SysfsTree();
            _board = new GpioBoard(Lines, new EventDeviceDriver(_watch, tree), tree, _watch);
            var devices = new WiringReader(WiredContracts.All).Read("""
                { "devices": [ { "did": "door", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": "GPIO22" } } } ] }
                """u8.ToArray()).Devices;
            var bridge = new GpioBridge(devices, _board, _inbox, TimeProvider.System, _ => { });
            var runner = new HubRunner(new HubLoop(new HubLoopOptions { AdoptsAnnounced = true }, 1), _inbox, TimeProvider.System, [bridge, this]);
            _run = Task.WhenAll(Task.Run(() => bridge.RunAsync(_stop.Token)), Task.Run(() => runner.RunAsync(_stop.Token)));
        }

        public StampedLines Lines { get; }

        public TimeSpan ChangedAt { get; private set; }

        public bool State { get; private set; }

        public void Offer(IReadOnlyList<HubOutput> outputs)
        {
            for (var i = 0; i < outputs.Count; i++)
            {
                if (outputs[i] is HubOutput.Changed changed)
                {
                    ChangedAt = MonotonicTime.Now(TimeProvider.System);
                    State = changed.Change.After.AsBoolean;
                    Interlocked.Increment(ref _count);
                    Assert.True(_changes.Writer.TryWrite(State));
                }
            }
        }

        public async Task<bool> NextAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
            return await _changes.Reader.ReadAsync(limit.Token);
        }

        /// <summary>Waits until the state is this and nothing has changed for 30 ms; for ten seconds at most.</summary>
        public async Task WaitForStateAsync(bool state)
        {
            var before = -1;
            for (var looks = 0; looks < 333 && (State != state || before != Volatile.Read(ref _count)); looks++)
            {
                before = Volatile.Read(ref _count);
                await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
            }
        }

        public int TakeCount()
        {
            while (_changes.Reader.TryRead(out _))
            {
                // Counted already.
            }

            return Interlocked.Exchange(ref _count, 0);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _run;
            _board.Dispose();
            _watch.Dispose();
            _inbox.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>The kernel's driver, with a note of when its last edge was.</summary>
    private sealed class StampedLines(ILineDriver inner) : ILineDriver
    {
        public TimeSpan LastAt { get; private set; }

        public uint LastSequence { get; private set; }

        public System.Collections.Immutable.ImmutableArray<LineChip> Chips() => inner.Chips();

        public ILineGroup Request(LineRequest request, ILineListener listener) => inner.Request(request, new Stamp(this, listener));

        public void Dispose() => inner.Dispose();

        private sealed class Stamp(StampedLines owner, ILineListener listener) : ILineListener
        {
            public void OnEdge(in LineEdge edge)
            {
                (owner.LastAt, owner.LastSequence) = (edge.At, edge.Sequence);
                listener.OnEdge(edge);
            }

            public void OnLost(string reason) => listener.OnLost(reason);
        }
    }
}
