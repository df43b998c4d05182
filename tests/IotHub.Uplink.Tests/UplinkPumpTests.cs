using System.Text;
using IotHub.Testing;
using IotHub.Uplink.Outbox;

namespace IotHub.Uplink.Tests;

public sealed class UplinkPumpTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(Start);
    private readonly MemoryOutbox _outbox = new();
    private readonly UplinkScript _uplink = new();

    [Fact]
    public async Task RunAsync_Trouble_SendsTheSameAgainAndThenGoesOn()
    {
        _outbox.Add(5);
        _uplink.Say(new SendResult.Retry("The line is down."), new SendResult.Retry("The line is down."), SendResult.Accepted.Instance);
        var pump = Pump();
        await using var run = await WaitingAsync(pump);

        Assert.Equal((UplinkState.Waiting, "The line is down.", 1), (pump.Status.State, pump.Status.Trouble, pump.Status.Attempts));
        await WaitAgainAsync(pump);
        Assert.Equal(2, pump.Status.Attempts);
        _time.Advance(pump.Status.RetryAt!.Value - _time.GetUtcNow());
        await _outbox.EmptyAsync();

        Assert.Equal(5, _outbox.Cursor);
        Assert.Equal(3, _uplink.Batches.Count);
        Assert.All(_uplink.Batches, batch => Assert.Equal(_uplink.Batches[0], batch));
        Assert.Equal((5L, 0, string.Empty), (pump.Status.Sent, pump.Status.Attempts, pump.Status.Trouble));
    }

    [Fact]
    public async Task RunAsync_OneIsRefused_SetsItAsideAndSendsTheRest()
    {
        _outbox.Add(5);
        _uplink.Say(new SendResult.Rejected(2, "too odd"), SendResult.Accepted.Instance);
        var pump = Pump();
        await using var run = Running.Start(pump);
        await _outbox.EmptyAsync();

        Assert.Equal([3L], _outbox.SetAside);
        Assert.Equal([4L, 5L], _uplink.Batches[1]);
        Assert.Equal((4L, 1L), (pump.Status.Sent, pump.Status.SetAside));
    }

    [Fact]
    public async Task RunAsync_AskedToWait_WaitsAtLeastAsLongAndAtMostAnHourMore()
    {
        _outbox.Add(1);
        _uplink.Say(new SendResult.Retry("busy", TimeSpan.FromSeconds(90)), new SendResult.Retry("busy", TimeSpan.FromDays(400)));
        var pump = Pump();
        await using var run = await WaitingAsync(pump);

        Assert.InRange(pump.Status.RetryAt!.Value - Start, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(91));
        await WaitAgainAsync(pump);
        Assert.InRange(pump.Status.RetryAt!.Value - _time.GetUtcNow(), TimeSpan.FromHours(1), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task RunAsync_TroubleWithoutEnd_BacksOffWithinItsBoundAndSpreads()
    {
        _outbox.Add(1);
        _uplink.Say([.. Enumerable.Repeat(new SendResult.Retry("down"), 41)]);
        var pump = Pump();
        await using var run = await WaitingAsync(pump);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 39; i++)
        {
            waits.Add(pump.Status.RetryAt!.Value - _time.GetUtcNow());
            await WaitAgainAsync(pump);
        }

        for (var i = 0; i < waits.Count; i++)
        {
            Assert.InRange(waits[i], TimeSpan.Zero, TimeSpan.FromSeconds(Math.Min(600, Math.Pow(2, i))));
        }

        Assert.True(waits.Skip(12).Max() > TimeSpan.FromMinutes(5));
        Assert.True(waits.Skip(12).Min() < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Hurry_WhileItWaits_TriesAtOnce()
    {
        _outbox.Add(1);
        _uplink.Say(new SendResult.Retry("down", TimeSpan.FromHours(1)), SendResult.Accepted.Instance);
        var pump = Pump();
        await using var run = await WaitingAsync(pump);

        pump.Hurry();
        await _outbox.EmptyAsync();

        Assert.Equal((1L, Start), (_outbox.Cursor, _time.GetUtcNow()));
        pump.Hurry();
    }

    [Fact]
    public async Task RunAsync_NothingWillBeTaken_StopsAndSaysWhy()
    {
        _outbox.Add(1);
        _uplink.Say(new SendResult.Stopped("The key was withdrawn."));
        var pump = Pump();

        await pump.RunAsync(CancellationToken.None);

        Assert.Equal((UplinkState.Stopped, "The key was withdrawn."), (pump.Status.State, pump.Status.Trouble));
        Assert.Equal(0, _outbox.Cursor);
    }

    [Fact]
    public async Task RunAsync_UplinkBreaks_IsTroubleOfThatUplink()
    {
        _outbox.Add(1);
        _uplink.Break(new InvalidOperationException("a bug"));
        var pump = Pump();
        await using var run = await WaitingAsync(pump);

        Assert.Equal("InvalidOperationException: a bug", pump.Status.Trouble);
    }

    [Fact]
    public async Task RunAsync_SomethingIsRecordedLater_IsSentWithoutAPoll()
    {
        _uplink.Say(SendResult.Accepted.Instance);
        await using var run = Running.Start(Pump());
        await _outbox.EmptyAsync();
        Assert.Empty(_uplink.Batches);

        _outbox.Add(2);
        await _outbox.EmptyAsync();

        Assert.Equal((2L, 0), (_outbox.Cursor, _time.ArmedTimers));
    }

    /// <summary>Runs it until it waits after trouble.</summary>
    private async Task<Running> WaitingAsync(UplinkPump pump)
    {
        var armed = _time.NextTimerAsync();
        var run = Running.Start(pump);
        await armed;
        return run;
    }

    /// <summary>Its wait passes, and it waits again.</summary>
    private async Task WaitAgainAsync(UplinkPump pump)
    {
        var armed = _time.NextTimerAsync();
        _time.Advance(pump.Status.RetryAt!.Value - _time.GetUtcNow());
        await armed;
    }

    private UplinkPump Pump() => new(_outbox, new ScriptedUplink(_uplink), new UplinkPumpOptions(), _time, new Random(3), new LogCollector().CreateLogger<UplinkPump>());

    /// <summary>A pump that runs till the end of the test.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Task _task = Task.CompletedTask;

        public static Running Start(UplinkPump pump)
        {
            var run = new Running();
            run._task = pump.RunAsync(run._stop.Token);
            return run;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _task;
            _stop.Dispose();
        }
    }

    private sealed class UplinkScript
    {
        public Queue<SendResult> Results { get; } = new();

        public Exception? Fault { get; private set; }

        public List<List<long>> Batches { get; } = [];

        public void Say(params SendResult[] results) => Array.ForEach(results, Results.Enqueue);

        public void Break(Exception fault) => Fault = fault;
    }

    private sealed class ScriptedUplink(UplinkScript script) : IUplink
    {
        public string Name => "scripted";

        public int BatchBytesMax => 60 * 1024;

        public Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
        {
            script.Batches.Add([.. events.Select(one => one.Sequence)]);
            return script.Fault is null ? Task.FromResult(script.Results.Dequeue()) : Task.FromException<SendResult>(script.Fault);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class MemoryOutbox : IOutbox
    {
        private readonly List<OutboxEvent> _events = [];
        private TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Cursor { get; private set; }

        public List<long> SetAside { get; } = [];

        /// <summary>Completes once the pump has looked and found nothing that waits.</summary>
        public Task EmptyAsync() => _empty.Task;

        public void Add(int count)
        {
            for (var i = 0; i < count; i++)
            {
                _events.Add(new OutboxEvent(_events.Count + 1, $"id-{_events.Count + 1}", "urn:x", "t", Encoding.UTF8.GetBytes("{}")));
            }

            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var recorded = _recorded;
            _recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            recorded.SetResult();
        }

        public ValueTask RegisterAsync(IReadOnlyCollection<string> uplinks, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<IReadOnlyList<OutboxEvent>> ReadAsync(string uplink, int bytesMax, int countMax, CancellationToken cancellationToken)
        {
            List<OutboxEvent> events = [.. _events.Where(one => one.Sequence > Cursor).Take(countMax)];
            if (events.Count == 0)
            {
                _empty.TrySetResult();
            }

            return ValueTask.FromResult<IReadOnlyList<OutboxEvent>>(events);
        }

        public ValueTask AcceptAsync(string uplink, long upTo, CancellationToken cancellationToken)
        {
            Cursor = upTo;
            return ValueTask.CompletedTask;
        }

        public ValueTask SetAsideAsync(string uplink, OutboxEvent refused, string reason, CancellationToken cancellationToken)
        {
            SetAside.Add(refused.Sequence);
            Cursor = refused.Sequence;
            return ValueTask.CompletedTask;
        }

        public Task WhenRecordedAsync(CancellationToken cancellationToken) => _recorded.Task.WaitAsync(cancellationToken);
    }
}
