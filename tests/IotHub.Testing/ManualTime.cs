namespace IotHub.Testing;

/// <summary>
/// A clock that moves only when told. Timers fire inside <see cref="Advance"/>, on the caller's thread, in the order they fall due
/// (and in the order they were armed when they fall due together), with the clock standing at the moment each was due.
/// </summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly SortedSet<ManualTimer> _armed = new(ManualTimer.ByDueThenOrder);
    private readonly List<(int Count, TaskCompletionSource Waiter)> _waiters = [];
    private TaskCompletionSource _nextArming = NewSource();
    private DateTimeOffset _utcNow;
    private long _elapsedTicks;
    private long _order;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>A clock that stands at <paramref name="start"/>.</summary>
    public ManualTime(DateTimeOffset start) => _utcNow = start.ToUniversalTime();

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => _zone;

    /// <summary>Timestamps count 100 ns units since the clock was made.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait to fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
            {
                return _armed.Count;
            }
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _utcNow;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsedTicks;
        }
    }

    /// <summary>Sets the zone of the home; UTC until then.</summary>
    public void SetLocalTimeZone(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Moves the clock forward and fires what falls due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_lock)
        {
            target = _elapsedTicks + by.Ticks;
        }

        FireUntil(target);
    }

    /// <summary>Moves the clock forward to the timer that falls due first, and fires what falls due then.</summary>
    /// <returns>False when no timer is armed; the clock then stands.</returns>
    public bool AdvanceToNextTimer()
    {
        long target;
        lock (_lock)
        {
            if (_armed.Min is not { } first)
            {
                return false;
            }

            target = Math.Max(first.DueTicks, _elapsedTicks);
        }

        FireUntil(target);
        return true;
    }

    /// <summary>Moves the clock forward to a moment and fires what falls due on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment is in the past.</exception>
    public void SetUtcNow(DateTimeOffset now) => Advance(now - GetUtcNow());

    /// <summary>
    /// Sets the wall clock forward or back without time passing, as a time server does to a board without a clock battery: no timer
    /// fires, timestamps stand.
    /// </summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_lock)
        {
            _utcNow += by;
        }
    }

    /// <summary>Completes as soon as at least <paramref name="count"/> timers are armed: at once if they are already.</summary>
    public Task WaitForTimerAsync(int count = 1)
    {
        lock (_lock)
        {
            if (_armed.Count >= count)
            {
                return Task.CompletedTask;
            }

            var source = NewSource();
            _waiters.Add((count, source));
            return source.Task;
        }
    }

    /// <summary>Completes when a timer is armed after this call. Take the task before the act that arms it.</summary>
    public Task NextTimerAsync()
    {
        lock (_lock)
        {
            return _nextArming.Task;
        }
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        long now;
        lock (_lock)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            _armed.Remove(timer);
            timer.PeriodTicks = period > TimeSpan.Zero ? period.Ticks : 0;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            ArmAt_NeedsLock(timer, _elapsedTicks + dueTime.Ticks);
            now = _elapsedTicks;
        }

        if (dueTime == TimeSpan.Zero)
        {
            FireUntil(now);
        }

        return true;
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _armed.Remove(timer);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void FireUntil(long target)
    {
        while (true)
        {
            ManualTimer timer;
            lock (_lock)
            {
                if (_armed.Min is not { } first || first.DueTicks > target)
                {
                    MoveTo_NeedsLock(target);
                    return;
                }

                timer = first;
                _armed.Remove(timer);
                MoveTo_NeedsLock(timer.DueTicks);
                if (timer.PeriodTicks > 0)
                {
                    ArmAt_NeedsLock(timer, timer.DueTicks + timer.PeriodTicks);
                }
            }

            // Outside the lock: the callback may arm timers, read the clock or advance it further.
            timer.Fire();
        }
    }

    private void MoveTo_NeedsLock(long ticks)
    {
        if (ticks > _elapsedTicks)
        {
            _utcNow += TimeSpan.FromTicks(ticks - _elapsedTicks);
            _elapsedTicks = ticks;
        }
    }

    private void ArmAt_NeedsLock(ManualTimer timer, long dueTicks)
    {
        timer.DueTicks = dueTicks;
        timer.Order = _order++;
        _armed.Add(timer);
        var armed = _nextArming;
        _nextArming = NewSource();
        armed.SetResult();
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_armed.Count >= _waiters[i].Count)
            {
                _waiters[i].Waiter.SetResult();
                _waiters.RemoveAt(i);
            }
        }
    }
}
