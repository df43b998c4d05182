using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using IotHub.Api.Live.Messages;
using IotHub.Automation.Traces;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Live;

/// <summary>
/// Follows the loop from the side: keeps the picture of the home and the log that clients resume from. The loop never waits for it. When it
/// falls so far behind that outputs are lost, it shows nothing wrong: it asks for a snapshot and starts the log over under another epoch.
/// </summary>
public sealed partial class LiveFeed : BackgroundService, IHubPort
{
    private readonly HubInbox _inbox;
    private readonly ApiOptions _options;
    private readonly CommandLedger _ledger;
    private readonly SnapshotWriter _snapshots;
    private readonly IIdSource _ids;
    private readonly ILogger<LiveFeed> _logger;
    private readonly Channel<Item> _queue;
    private readonly SemaphoreSlim _offered = new(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock _gate = new();
    private readonly HashSet<LiveClient> _clients = [];
    private readonly Queue<LogEntry> _log = new();
    private readonly Queue<Decision> _decisions = new();
    private readonly Queue<HubOutput.Refused> _refusals = new();
    private readonly List<Waiter> _waiters = [];
    private TaskCompletionSource<HubSnapshot>? _snapshotAsked;
    private HomeProjection _home = HomeProjection.Empty;
    private string _epoch = string.Empty;
    private long _seq;
    private long _admitted;

    // A structural change is told by a snapshot; who was away when it happened cannot resume across it.
    private long _resumableFrom;
    private bool _isSnapshotDue;

    // Between loop and reader. The loop skips everything until the snapshot that the reader asks for has found room.
    private volatile bool _isSkipping = true;
    private volatile bool _isAsked;
    private long _lost;
    private long _cut;

    /// <summary>Makes a feed that knows nothing until its first snapshot.</summary>
    internal LiveFeed(HubInbox inbox, CommandLedger ledger, SnapshotWriter snapshots, IIdSource ids, IOptions<ApiOptions> options, ILogger<LiveFeed> logger)
    {
        _inbox = inbox;
        _ledger = ledger;
        _snapshots = snapshots;
        _ids = ids;
        _options = options.Value;
        _logger = logger;
        _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(_options.FeedQueueCapacity) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>The home as far as the feed has followed; consistent in itself.</summary>
    public HomeProjection Home => Volatile.Read(ref _home);

    /// <summary>Identity of the log; empty before the first snapshot.</summary>
    public string Epoch => Volatile.Read(ref _epoch);

    /// <summary>How many outputs were lost since start because the queue was full.</summary>
    public long OutputsLost => Interlocked.Read(ref _lost);

    /// <summary>How many clients were cut since start because they were too slow.</summary>
    public long ClientsCut => Interlocked.Read(ref _cut);

    /// <summary>Ends when the feed has its first snapshot.</summary>
    public Task WaitReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = outputs[i];
            if (output is HubOutput.Answered or HubOutput.ClockAdvanced)
            {
                continue;
            }

            if (!_isSkipping)
            {
                if (!_queue.Writer.TryWrite(new Item(output, false)))
                {
                    Interlocked.Increment(ref _lost);
                    _isAsked = false;
                    _isSkipping = true;
                }
            }
            else if (output is not HubOutput.SnapshotTaken)
            {
                if (_ready.Task.IsCompleted)
                {
                    Interlocked.Increment(ref _lost);
                }
            }
            else if (_queue.Writer.TryWrite(new Item(output, true)))
            {
                _isSkipping = false;
            }
            else
            {
                _isAsked = false;
            }
        }

        // Only the loop releases, so the count stays at two at most.
        if (_offered.CurrentCount == 0)
        {
            _offered.Release();
        }
    }

    /// <summary>Waits until the picture fulfils a condition, such as holding what was just saved.</summary>
    /// <returns>The first picture that does.</returns>
    public async Task<HomeProjection> WaitForAsync(Func<HomeProjection, bool> condition, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (condition(_home))
            {
                return _home;
            }

            waiter = new Waiter(condition, new TaskCompletionSource<HomeProjection>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Met.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>
    /// Asks the loop for its whole state, counters included, after all that was posted before: by the least urgent lane. When it is there,
    /// the picture holds all that too. Callers at the same time share one.
    /// </summary>
    public async Task<HubSnapshot> TakeSnapshotAsync(CancellationToken cancellationToken)
    {
        Task<HubSnapshot> taken;
        var isFirst = false;
        lock (_gate)
        {
            isFirst = _snapshotAsked is null;
            _snapshotAsked ??= new TaskCompletionSource<HubSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
            taken = _snapshotAsked.Task;
        }

        if (isFirst && !_inbox.TryPost(HubInput.TakeSnapshot.Instance, InboxLane.Telemetry))
        {
            lock (_gate)
            {
                _snapshotAsked?.TrySetException(new TimeoutException("The hub's inbox is full."));
                _snapshotAsked = null;
            }
        }

        return await taken.WaitAsync(cancellationToken);
    }

    /// <summary>The newest decisions, newest first.</summary>
    internal ImmutableArray<Decision> Decisions(string? automation, int limit)
    {
        lock (_gate)
        {
            return [.. _decisions.Reverse().Where(decision => automation is null || decision.Automation == automation).Take(limit)];
        }
    }

    /// <summary>The newest refused messages, newest first.</summary>
    internal ImmutableArray<HubOutput.Refused> Refusals(int limit)
    {
        lock (_gate)
        {
            return [.. _refusals.Reverse().Take(limit)];
        }
    }

    /// <summary>Makes a client that follows nothing yet; null when there are as many as may be.</summary>
    internal bool TryAdmit([NotNullWhen(true)] out LiveClient? client)
    {
        lock (_gate)
        {
            client = _clients.Count < _options.LiveClientsMax ? new LiveClient(this, $"live:{++_admitted}", _options.ClientQueueCapacity) : null;
            return client is not null && _clients.Add(client);
        }
    }

    /// <summary>Starts a client off: where it was, if the log still reaches back to there, otherwise with a snapshot.</summary>
    internal void Follow(LiveClient client, string? epoch, long since)
    {
        lock (_gate)
        {
            if (epoch == _epoch && since >= _resumableFrom && since <= _seq)
            {
                var resume = LiveJson.Write(new ResumeMessage(_epoch, since));
                client.OfferBacklog(new LiveFrame("resume", _epoch, since, resume), [.. _log.Where(entry => entry.Seq > since)]);
            }
            else
            {
                client.OfferSnapshot();
            }

            client.IsFollowing = true;
        }
    }

    /// <summary>Forgets a client.</summary>
    internal void Leave(LiveClient client)
    {
        bool wasHere;
        lock (_gate)
        {
            wasHere = _clients.Remove(client);
        }

        client.Complete();
        if (wasHere && client.IsCut)
        {
            Interlocked.Increment(ref _cut);
        }
    }

    /// <summary>A snapshot message of the newest state.</summary>
    internal LiveFrame SnapshotFrame()
    {
        lock (_gate)
        {
            return _snapshots.Write(_home, _epoch, _seq);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _offered.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _offered.WaitAsync(stoppingToken);
            Drain();
            if (_isSkipping && !_isAsked)
            {
                _isAsked = true;
                await _inbox.PostAsync(HubInput.TakeSnapshot.Instance, InboxLane.Comfort, stoppingToken);
            }
        }
    }

    private void Drain()
    {
        while (true)
        {
            // The gate is given back between outputs, so that clients who come and go wait for one output at most.
            lock (_gate)
            {
                if (!_queue.Reader.TryRead(out var item))
                {
                    TellStructure();
                    return;
                }

                Take(item);
                MeetWaiters();
            }
        }
    }

    private void Take(Item item)
    {
        switch (item.Output)
        {
            case HubOutput.SnapshotTaken taken:
                if (item.IsRestart)
                {
                    StartOver(taken.Snapshot);
                }

                _snapshotAsked?.TrySetResult(taken.Snapshot);
                _snapshotAsked = null;
                return;
            case HubOutput.ClockSet set:
                Begin(set.Snapshot);
                return;
            case HubOutput.Decided decided:
                Keep(_decisions, decided.Decision, _options.DecisionsKept);
                break;
            case HubOutput.Refused refused:
                Keep(_refusals, refused, _options.RejectionsKept);
                break;
        }

        Volatile.Write(ref _home, _home.After(item.Output));
        switch (item.Output)
        {
            case HubOutput.Changed changed:
                Append(seq => DeltaMessage.From(seq, changed));
                break;
            case HubOutput.OnlineChanged online:
                Append(seq => DeltaMessage.From(seq, online));
                break;
            case HubOutput.AvailabilityChanged available:
                Append(seq => DeltaMessage.From(seq, available));
                break;
            case HubOutput.EventOccurred occurred:
                TellStructure();
                var happened = EventMessage.From(++_seq, occurred);
                Append(new LogEntry(_epoch, _seq, "event", LiveJson.Write(happened), LiveJson.Write(happened with { Live = false })));
                break;
            case HubOutput.Notified notified:
                TellStructure();
                var told = NoticeMessage.From(++_seq, notified);
                Append(new LogEntry(_epoch, _seq, "notice", LiveJson.Write(told), LiveJson.Write(told with { Live = false })));
                break;
            case HubOutput.CommandEnded ended:
                _ledger.End(ended.End);
                break;
            case HubOutput.DeviceSaved or HubOutput.DeviceReplaced or HubOutput.DeviceRetired or HubOutput.DeviceFound
                or HubOutput.SceneSaved or HubOutput.SceneRemoved or HubOutput.AutomationSaved or HubOutput.AutomationRemoved
                or HubOutput.DocumentSaved or HubOutput.DocumentRemoved:
                _isSnapshotDue = true;
                break;
        }
    }

    private void StartOver(HubSnapshot snapshot)
    {
        var isFirst = _epoch.Length == 0;
        Begin(snapshot);
        if (!isFirst)
        {
            // Their ends may be among what was lost.
            _ledger.LoseTrack();
            LogStartedOver(OutputsLost);
        }
    }

    private void Begin(HubSnapshot snapshot)
    {
        Volatile.Write(ref _home, HomeProjection.From(snapshot));
        Volatile.Write(ref _epoch, _ids.Next());
        _seq = 0;
        _resumableFrom = 0;
        _log.Clear();
        _isSnapshotDue = false;
        OfferSnapshots();
        _ready.TrySetResult();
    }

    private void Append(Func<long, DeltaMessage> make)
    {
        TellStructure();
        var json = LiveJson.Write(make(++_seq));
        Append(new LogEntry(_epoch, _seq, "delta", json, json));
    }

    private void Append(LogEntry entry)
    {
        Keep(_log, entry, _options.LogEntriesMax);
        _resumableFrom = Math.Max(_resumableFrom, _log.Peek().Seq - 1);
        foreach (var client in _clients)
        {
            if (client.IsFollowing)
            {
                client.Offer(entry);
            }
        }
    }

    // Several changes of structure in a row, as at start, are told by one snapshot; a line that needs them comes after it.
    private void TellStructure()
    {
        if (!_isSnapshotDue)
        {
            return;
        }

        _isSnapshotDue = false;
        _seq++;
        _resumableFrom = _seq;
        _log.Clear();
        OfferSnapshots();
    }

    private void OfferSnapshots()
    {
        foreach (var client in _clients)
        {
            if (client.IsFollowing)
            {
                client.OfferSnapshot();
            }
        }
    }

    private void MeetWaiters()
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.Condition(_home))
            {
                waiter.Met.TrySetResult(_home);
            }
        }
    }

    private static void Keep<T>(Queue<T> ring, T item, int countMax)
    {
        if (ring.Count >= countMax)
        {
            ring.Dequeue();
        }

        ring.Enqueue(item);
    }

    private readonly record struct Item(HubOutput Output, bool IsRestart);

    private sealed record Waiter(Func<HomeProjection, bool> Condition, TaskCompletionSource<HomeProjection> Met);

    [LoggerMessage(7101, LogLevel.Warning, "The live feed fell behind and started over from a snapshot; {OutputsLost} outputs were skipped since start.")]
    private partial void LogStartedOver(long outputsLost);
}
