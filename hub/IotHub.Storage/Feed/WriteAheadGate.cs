using IotHub.Runtime;
using IotHub.Runtime.Feeds;
using Microsoft.Extensions.Logging;

namespace IotHub.Storage.Feed;

/// <summary>
/// Stands before the ports that have effects outside: what follows from something that automations must not forget goes out when that is written, so
/// that after a power cut nothing is lost and nothing done twice. While nothing of the kind is unwritten, outputs pass at once. A store that fails must
/// not hold commands for ever: after a while they go out all the same, counted and logged. A lamp that works beats a perfect log.
/// </summary>
/// <remarks>It stands after the store's own feed among the ports, and is offered what that was offered.</remarks>
public sealed partial class WriteAheadGate : IHubPort, IDisposable
{
    /// <summary>How long outputs wait at most. A slow card takes 100 ms; a person has pressed again after two seconds.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    // As many outputs as the store's own queue holds: beyond that the store has stopped.
    private const int WaitingMax = 16_384;

    private readonly Lock _lock = new();
    private readonly ICommitLog _log;
    private readonly IReadOnlyList<IHubPort> _ports;
    private readonly TimeProvider _time;
    private readonly ILogger<WriteAheadGate> _logger;
    private readonly Queue<(HubOutput[] Outputs, long Position, long Since)> _waiting = new();
    private readonly ITimer _timer;
    private readonly List<TaskCompletionSource> _drains = [];
    private int _waitingCount;
    private long _position;
    private bool _isOpen;
    private long _unwritten;

    /// <summary>Makes a gate.</summary>
    /// <param name="log">Where things are written down.</param>
    /// <param name="ports">Who stands behind it, in this order.</param>
    /// <param name="time">For the longest wait.</param>
    /// <param name="logger">Gets a Warning when the store keeps it waiting too long.</param>
    public WriteAheadGate(ICommitLog log, IReadOnlyList<IHubPort> ports, TimeProvider time, ILogger<WriteAheadGate> logger)
    {
        (_log, _ports, _time, _logger) = (log, ports, time, logger);
        _timer = time.CreateTimer(_ => OnWaitOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        log.Committed += OnCommitted;
    }

    /// <summary>Outputs that went out although what they follow from was not written yet.</summary>
    public long Unwritten => Interlocked.Read(ref _unwritten);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        lock (_lock)
        {
            if (IsBinding(outputs))
            {
                _position = _log.Offered;
            }

            if (_waiting.Count == 0 && (_position <= _log.CommittedUpTo || _isOpen))
            {
                PassOn(outputs);
                return;
            }

            if (_waiting.Count == 0)
            {
                _timer.Change(WaitMax, Timeout.InfiniteTimeSpan);
            }

            _waiting.Enqueue(([.. outputs], _position, _time.GetTimestamp()));
            _waitingCount += outputs.Count;
            if (_waitingCount > WaitingMax)
            {
                Open();
            }
        }
    }

    /// <summary>Completes when nothing waits any more: at once, with the next writes, or when the longest wait is over.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                return Task.CompletedTask;
            }

            var drain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _drains.Add(drain);
            return drain.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Committed -= OnCommitted;
        _timer.Dispose();
    }

    // Memories come first.
    private static bool IsBinding(IReadOnlyList<HubOutput> outputs) => outputs.Count > 0 && outputs[0] is HubOutput.AutomationsRemembered { IsBinding: true };

    private void OnCommitted(long position)
    {
        lock (_lock)
        {
            if (_isOpen && position >= _position)
            {
                _isOpen = false;
                LogWritten(_logger, Unwritten);
            }

            while (_waiting.TryPeek(out var first) && first.Position <= position)
            {
                Release();
            }

            Rearm();
        }
    }

    private void OnWaitOver()
    {
        lock (_lock)
        {
            if (_waiting.TryPeek(out var first) && _time.GetElapsedTime(first.Since) >= WaitMax)
            {
                Open();
            }

            Rearm();
        }
    }

    private void Open()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            LogOpened(_logger, WaitMax.TotalSeconds);
        }

        while (_waiting.Count > 0)
        {
            Interlocked.Add(ref _unwritten, _waiting.Peek().Outputs.Length);
            Release();
        }
    }

    private void Release()
    {
        var (outputs, _, _) = _waiting.Dequeue();
        _waitingCount -= outputs.Length;
        PassOn(outputs);
    }

    private void Rearm()
    {
        if (_waiting.TryPeek(out var first))
        {
            var left = WaitMax - _time.GetElapsedTime(first.Since);
            _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            return;
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var drain in _drains)
        {
            drain.TrySetResult();
        }

        _drains.Clear();
    }

    private void PassOn(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < _ports.Count; i++)
        {
            _ports[i].Offer(outputs);
        }
    }

    [LoggerMessage(6030, LogLevel.Warning, "The store has not written for {WaitSeconds} s what automations are doing; commands go out all the same, and a power cut now may repeat or forget them")]
    private static partial void LogOpened(ILogger logger, double waitSeconds);

    [LoggerMessage(6031, LogLevel.Information, "What automations are doing is written before commands go out again; {Count} outputs went out before")]
    private static partial void LogWritten(ILogger logger, long count);
}
