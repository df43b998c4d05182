using System.Collections.Concurrent;
using IotHub.DeviceSim.Certification;
using IotHub.Testing;

namespace IotHub.Certification.Tests.World;

/// <summary>
/// One thread does everything that there is to do in a world, one thing after the other; when nothing is left, the world's clock goes on to
/// its next timer. A world so goes through its days as fast as it can and never waits for nothing: where nobody has anything to do and no
/// timer is armed, it ends with an exception.
/// </summary>
internal sealed class WorldLoop : SynchronizationContext, IPatience
{
    /// <summary>A world that lives longer than this runs in a circle.</summary>
    private static readonly TimeSpan LifeMax = TimeSpan.FromDays(40);

    /// <summary>
    /// How often the pool is looked at before the clock goes on: cancellations, and whoever waits for several things at once, go through
    /// the pool, which brings what follows here within microseconds.
    /// </summary>
    private const int LooksNeeded = 3;

    /// <summary>For how long the pool is looked at; a thread of it that works longer is one that the test runner keeps.</summary>
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(1);

    /// <summary>How many threads of the pool the test runner keeps.</summary>
    private static int kept;

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _toDo = [];
    private readonly ManualTime _time;

    private WorldLoop(ManualTime time) => _time = time;

    public TimeProvider Time => _time;

    /// <summary>Runs a world until its end.</summary>
    /// <exception cref="InvalidOperationException">The world stands still, or has no end.</exception>
    public static T Run<T>(ManualTime time, Func<WorldLoop, Task<T>> world)
    {
        var before = Current;
        var loop = new WorldLoop(time);
        SetSynchronizationContext(loop);
        try
        {
            var running = world(loop);
            loop.RunUntil(running);
            return running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
            loop._toDo.CompleteAdding();
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!_toDo.IsAddingCompleted)
        {
            _toDo.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for the world's thread.");

    public override SynchronizationContext CreateCopy() => this;

    public async Task WaitAsync(Task happened, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alarm = _time.CreateTimer(_ => over.TrySetResult(), null, atMost, Timeout.InfiniteTimeSpan);
        await Task.WhenAny(happened, over.Task);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void RunUntil(Task end)
    {
        var last = _time.GetUtcNow() + LifeMax;
        while (!end.IsCompleted)
        {
            if (_toDo.TryTake(out var next))
            {
                next.Callback(next.State);
            }
            else if (IsAtRest())
            {
                if (_time.GetUtcNow() > last)
                {
                    throw new InvalidOperationException($"The world has no end: {LifeMax.TotalDays} days went by in it.");
                }

                if (!_time.AdvanceToNextTimer() && !_toDo.TryTake(out next, LookMax))
                {
                    throw new InvalidOperationException("The world stands still: nobody has anything to do, and no timer is armed.");
                }
                else if (next.Callback is not null)
                {
                    next.Callback(next.State);
                }
            }
        }
    }

    /// <summary>Whether nothing is on its way here. It looks for a bounded time, so that a thread that somebody else keeps stops nothing.</summary>
    private bool IsAtRest()
    {
        var begin = TimeProvider.System.GetTimestamp();
        var leastBusy = int.MaxValue;
        for (var looks = 0; looks < LooksNeeded && _toDo.Count == 0;)
        {
            var busy = BusyThreads();
            leastBusy = Math.Min(leastBusy, busy);
            if (ThreadPool.PendingWorkItemCount == 0 && busy <= kept)
            {
                kept = busy;
                looks++;
            }
            else if (TimeProvider.System.GetElapsedTime(begin) > LookMax)
            {
                kept = leastBusy;
                break;
            }
            else
            {
                looks = 0;
                Thread.Yield();
            }
        }

        return _toDo.Count == 0;
    }

    private static int BusyThreads()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return all - free;
    }
}
