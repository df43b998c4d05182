namespace IotHub.Certification.Tests.World;

/// <summary>
/// Says whether the thread pool has nothing to do: nothing waits in its queues, and no thread but the asking one is at work. Everything in a
/// world in memory runs there, so that an idle pool means that nobody has anything left to do at this moment.
/// </summary>
internal sealed class PoolRest
{
    private const int TurnsNeeded = 8;
    private static readonly TimeSpan StuckTime = TimeSpan.FromSeconds(3);

    // Threads that never come to rest: the asking one, and those that the test runner keeps blocked.
    private static int _alwaysBusy = 1;
    private long _stuckSince;
    private int _turns;

    /// <summary>To be asked again and again, each time after a turn of the pool.</summary>
    public bool IsIdle()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        var busy = all - free;
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            (_turns, _stuckSince) = (0, TimeProvider.System.GetTimestamp());
            return false;
        }

        if (busy <= _alwaysBusy)
        {
            _alwaysBusy = Math.Max(1, busy);
            return ++_turns >= TurnsNeeded;
        }

        // A thread that does not finish is the test runner's, which waits on it; the world's own work items take microseconds, or once, while
        // code is compiled, some tenths of a second.
        if (TimeProvider.System.GetElapsedTime(_stuckSince) > StuckTime)
        {
            _alwaysBusy = busy;
        }

        _turns = 0;
        return false;
    }

    /// <summary>A new wait begins.</summary>
    public void Begin() => (_turns, _stuckSince) = (0, TimeProvider.System.GetTimestamp());
}
