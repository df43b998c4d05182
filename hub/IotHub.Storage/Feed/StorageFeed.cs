using System.Threading.Channels;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using IotHub.Runtime.Storing;
using IotHub.Storage.Writer;
using Microsoft.Extensions.Logging;

namespace IotHub.Storage.Feed;

/// <summary>
/// Hands outputs of the loop to the store through a bounded queue. When the queue is full an output is dropped and counted, and as soon as
/// there is room again a snapshot of the whole state is asked for and kept: the store lags or has a gap in history, it never disagrees for good.
/// </summary>
public sealed partial class StorageFeed : IHubPort, ICommitLog
{
    private readonly IHubStore _store;
    private readonly Func<bool> _requestSnapshot;
    private readonly StorageFeedOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<StorageFeed> _logger;

    // Overflow: the new output is refused (TryWrite says false) and counted; what waits keeps its order.
    private readonly Channel<(HubOutput Output, long Position)> _queue;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<HubOutput> _batch;
    private long _offered;
    private long _committed;
    private long _batchEnd;
    private bool _isUrgent;
    private long _queued;
    private long _written;
    private long _dropped;
    private long _snapshotsWritten;
    private long _failedWrites;
    private long _lastWriteTicks;

    // Losses so far, and how many of them a kept snapshot has made good. They differ while the store lacks something.
    private long _losses;
    private long _lossesMended;

    // Losses at the time a snapshot went into the queue: it makes good all before it, and none after.
    private long _lossesInSnapshot;
    private bool _snapshotQueued;
    private long _lossesAsked;
    private Task<bool>? _more;
    private long _stoppedAt;

    /// <summary>Makes the feed; nothing is written until <see cref="RunAsync"/>.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="requestSnapshot">Asks the loop for a snapshot without waiting; false when it could not be asked now.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">For windows and waits.</param>
    /// <param name="logger">Gets losses and failures.</param>
    public StorageFeed(IHubStore store, Func<bool> requestSnapshot, StorageFeedOptions options, TimeProvider time, ILogger<StorageFeed> logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchMax, 1);
        _store = store;
        _requestSnapshot = requestSnapshot;
        _options = options;
        _time = time;
        _logger = logger;
        _batch = new List<HubOutput>(options.BatchMax);
        _queue = Channel.CreateBounded<(HubOutput Output, long Position)>(
            new BoundedChannelOptions(options.Capacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>What was done so far. Each number is right; together they are of nearly one moment.</summary>
    public StorageFeedCounters Counters => new(
        Interlocked.Read(ref _queued),
        Interlocked.Read(ref _written),
        Interlocked.Read(ref _dropped),
        Interlocked.Read(ref _snapshotsWritten),
        Interlocked.Read(ref _failedWrites),
        TimeSpan.FromTicks(Interlocked.Read(ref _lastWriteTicks)),
        IsLost);

    private bool IsLost => Interlocked.Read(ref _losses) != Interlocked.Read(ref _lossesMended);

    /// <inheritdoc/>
    public event Action<long>? Committed;

    /// <inheritdoc/>
    public long Offered => Interlocked.Read(ref _offered);

    /// <inheritdoc/>
    public long CommittedUpTo => Interlocked.Read(ref _committed);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = outputs[i];
            if (output is HubOutput.SnapshotTaken)
            {
                OfferSnapshot(output);
            }
            else if (BatchWriter.IsStored(output))
            {
                Enqueue(output);
            }
        }
    }

    /// <summary>Writes what is offered until it is stopped, then what still waits. Ends without an exception; run it once.</summary>
    /// <param name="cancellationToken">Stops it, as <see cref="StopAsync"/> does.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(static feed => ((StorageFeed)feed!).Stop(), this);
        try
        {
            // SQLite works on the calling thread: never on that of whoever starts us.
            await Task.Yield();
            while (await FillBatchAsync())
            {
                await WriteBatchAsync();
                AskForSnapshot();
            }
        }
        finally
        {
            Stop();
            _ended.TrySetResult();
        }
    }

    /// <summary>Takes no more outputs, and completes when those that were taken are written or the time to drain is over.</summary>
    /// <param name="cancellationToken">Stops waiting, not the draining.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return _ended.Task.WaitAsync(cancellationToken);
    }

    private void Stop()
    {
        // Only the first call completes the queue. The time is set before the signal that makes others read it.
        if (_queue.Writer.TryComplete())
        {
            _stoppedAt = _time.GetTimestamp();
            _stopped.TrySetResult();
        }
    }

    private void Enqueue(HubOutput output)
    {
        // Counted before it can be taken, so that the number never goes below zero.
        Interlocked.Increment(ref _queued);
        if (_queue.Writer.TryWrite((output, Interlocked.Increment(ref _offered))))
        {
            return;
        }

        Interlocked.Decrement(ref _queued);
        Interlocked.Increment(ref _dropped);
        if (Interlocked.Increment(ref _losses) - 1 == Interlocked.Read(ref _lossesMended))
        {
            LogLost(_logger, _options.Capacity);
        }
    }

    private void OfferSnapshot(HubOutput snapshot)
    {
        // Others ask for snapshots too; one that comes while nothing is missing would be written for nothing. Outputs come in the loop's
        // order, so any snapshot after a loss makes good for it, whoever asked.
        if (!IsLost || Volatile.Read(ref _snapshotQueued))
        {
            return;
        }

        Interlocked.Exchange(ref _lossesInSnapshot, Interlocked.Read(ref _losses));
        Volatile.Write(ref _snapshotQueued, true);
        Interlocked.Increment(ref _queued);
        if (!_queue.Writer.TryWrite((snapshot, Interlocked.Increment(ref _offered))))
        {
            // No room: ask again when there is.
            Interlocked.Decrement(ref _queued);
            Volatile.Write(ref _snapshotQueued, false);
            Interlocked.Exchange(ref _lossesAsked, 0);
        }
    }

    private void AskForSnapshot()
    {
        // Once for each growth of the losses, and only with half the queue free, or the snapshot would find no room itself. A loop that is
        // too busy to be asked has outputs to come: the next batch asks again.
        var losses = Interlocked.Read(ref _losses);
        if (IsLost && losses != Interlocked.Read(ref _lossesAsked) && !Volatile.Read(ref _snapshotQueued)
            && Interlocked.Read(ref _queued) <= _options.Capacity / 2 && _requestSnapshot())
        {
            Interlocked.Exchange(ref _lossesAsked, losses);
        }
    }

    /// <summary>Gathers outputs until the batch is full, its window is over, or the feed is stopped; false when nothing more will come.</summary>
    private async ValueTask<bool> FillBatchAsync()
    {
        _batch.Clear();
        _isUrgent = false;
        Task? window = null;
        using var windowEnd = new CancellationTokenSource();
        while (true)
        {
            while (_batch.Count < _options.BatchMax && _queue.Reader.TryRead(out var queued))
            {
                var (output, position) = queued;
                _batch.Add(output);
                _batchEnd = position;
                _isUrgent |= output is HubOutput.AutomationsRemembered { IsBinding: true };

                // A snapshot stands alone: it replaces what is before it and must not be mixed with what follows.
                if (output is HubOutput.SnapshotTaken)
                {
                    break;
                }
            }

            if (_batch.Count >= _options.BatchMax || (_batch.Count > 0 && (_batch[^1] is HubOutput.SnapshotTaken || _stopped.Task.IsCompleted || _isUrgent)))
            {
                break;
            }

            _more ??= _queue.Reader.WaitToReadAsync().AsTask();
            if (_batch.Count > 0)
            {
                window ??= Task.Delay(_options.BatchWindow, _time, windowEnd.Token);
                if (await Task.WhenAny(_more, window) == window)
                {
                    break;
                }
            }

            var hasMore = await _more;
            _more = null;
            if (!hasMore)
            {
                break;
            }
        }

        await windowEnd.CancelAsync();
        return _batch.Count > 0;
    }

    private async ValueTask WriteBatchAsync()
    {
        var snapshot = (_batch[^1] as HubOutput.SnapshotTaken)?.Snapshot;
        if (snapshot is not null)
        {
            _batch.RemoveAt(_batch.Count - 1);
        }

        if (_batch.Count > 0)
        {
            var count = _batch.Count;
            var isKept = await WriteAsync(() => _store.WriteAsync(_batch, CancellationToken.None), count);
            Interlocked.Add(ref _queued, -count);
            Interlocked.Add(ref isKept ? ref _written : ref _dropped, count);
            if (isKept && snapshot is null)
            {
                Commit();
            }
        }

        if (snapshot is not null)
        {
            var losses = Interlocked.Read(ref _lossesInSnapshot);
            if (await WriteAsync(() => _store.WriteAsync(snapshot, CancellationToken.None), 1))
            {
                Interlocked.Increment(ref _snapshotsWritten);
                Interlocked.Exchange(ref _lossesMended, losses);
                Commit();
                LogMended(_logger);
            }

            Interlocked.Decrement(ref _queued);
            Volatile.Write(ref _snapshotQueued, false);
        }
    }

    private void Commit()
    {
        Interlocked.Exchange(ref _committed, _batchEnd);
        Committed?.Invoke(_batchEnd);
    }

    /// <summary>Writes, again and again while the store refuses; false when the hub stops first and the last attempt failed too.</summary>
    private async ValueTask<bool> WriteAsync(Func<ValueTask> write, int count)
    {
        var delay = _options.RetryDelay;
        for (var attempt = 1; ; attempt++)
        {
            var start = _time.GetTimestamp();
            bool isDraining;
            try
            {
                await write();
                Interlocked.Exchange(ref _lastWriteTicks, _time.GetElapsedTime(start).Ticks);
                if (attempt > 1)
                {
                    LogRecovered(_logger, attempt);
                }

                return true;
            }
            catch (StoreException error)
            {
                Interlocked.Increment(ref _failedWrites);
                if (attempt == 1)
                {
                    LogFailed(_logger, error.Message, error);
                }

                // Asked once: who is stopped after this does not wait, and meets the deadline at the next attempt.
                isDraining = _stopped.Task.IsCompleted;
                if (isDraining && _time.GetElapsedTime(_stoppedAt) + delay > _options.DrainTimeout)
                {
                    LogNotKept(_logger, count);
                    return false;
                }
            }

            // A stop ends the wait: the disk may well have recovered, and the drain has a deadline.
            using var waitEnd = new CancellationTokenSource();
            var wait = Task.Delay(delay, _time, waitEnd.Token);
            await (isDraining ? wait : Task.WhenAny(wait, _stopped.Task));
            await waitEnd.CancelAsync();
            delay = delay * 2 < _options.RetryDelayMax ? delay * 2 : _options.RetryDelayMax;
        }
    }

    [LoggerMessage(6020, LogLevel.Error, "The store cannot keep up: {Capacity} changes wait already and further ones are lost to history; the state follows later")]
    private static partial void LogLost(ILogger logger, int capacity);

    [LoggerMessage(6021, LogLevel.Information, "The store agrees with the home again; history has a gap")]
    private static partial void LogMended(ILogger logger);

    [LoggerMessage(6022, LogLevel.Warning, "Changes could not be kept and wait: {Trouble}")]
    private static partial void LogFailed(ILogger logger, string trouble, Exception error);

    [LoggerMessage(6023, LogLevel.Information, "Changes are kept again, at attempt {Attempt}")]
    private static partial void LogRecovered(ILogger logger, int attempt);

    [LoggerMessage(6024, LogLevel.Error, "{Count} changes could not be kept before the hub stopped")]
    private static partial void LogNotKept(ILogger logger, int count);
}
