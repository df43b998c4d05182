using System.Collections.Concurrent;

namespace IotHub.Certification.Tests.World;

/// <summary>
/// Tells when the thread pool has nothing to do: nothing waits in its queues and none of its threads is at work. Everything in a world in
/// memory runs there, so that an idle pool means that nobody has anything left to do at this moment. A thread of its own looks, so that the
/// looking is not itself work of the pool.
/// </summary>
internal sealed class PoolRest : IDisposable
{
    private const int LooksNeeded = 3;
    private const int ThreadsAtLeast = 32;
    private static readonly TimeSpan StuckTime = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<(Task Unless, TaskCompletionSource Idle)> _asked = new(1);

    // Threads that the test runner keeps blocked, and that so never come to rest.
    private int _alwaysBusy;

    private PoolRest()
    {
        // The runner blocks some threads of the pool, and on a busy machine the pool makes no new ones: what is pending would never be done.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsAtLeast), ports);
        new Thread(Look) { IsBackground = true, Name = "looks whether the pool rests" }.Start();
    }

    public static PoolRest Instance { get; } = new();

    /// <summary>Completes when the pool has nothing to do, or when a task is complete.</summary>
    public Task WhenIdleAsync(Task unless)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add((unless, idle));
        return idle.Task;
    }

    /// <summary>Ends the looking; the one instance looks as long as the tests run.</summary>
    public void Dispose() => _asked.Dispose();

    private void Look()
    {
        foreach (var (unless, idle) in _asked.GetConsumingEnumerable())
        {
            var looks = 0;
            var begin = TimeProvider.System.GetTimestamp();
            while (!unless.IsCompleted && looks < LooksNeeded)
            {
                looks = IsIdle(ref begin) ? looks + 1 : 0;
                Thread.Yield();
            }

            idle.SetResult();
        }
    }

    private bool IsIdle(ref long since)
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        var busy = all - free;
        if (ThreadPool.PendingWorkItemCount > 0)
        {
            since = TimeProvider.System.GetTimestamp();
            return false;
        }

        if (busy <= _alwaysBusy)
        {
            _alwaysBusy = busy;
            return true;
        }

        // A thread that does not finish is the test runner's, which waits on it; the world's own work items take microseconds, or, while
        // code is compiled, some tenths of a second.
        if (TimeProvider.System.GetElapsedTime(since) > StuckTime)
        {
            _alwaysBusy = busy;
        }

        return false;
    }
}
