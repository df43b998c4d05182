using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>Timers in the order in which they are due; ties by automation id, then trigger, then run and strand, then age. Cancelling costs nothing, sweeping is paid for by adding.</summary>
internal sealed class EngineTimers
{
    private const int SweepAtLeast = 64;

    private readonly PriorityQueue<EngineTimer, Order> _queue = new();
    private long _sequence;
    private int _cancelled;

    public int Count => _queue.Count - _cancelled;

    /// <summary>When the next timer is due; null where there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_queue.TryPeek(out var timer, out _))
            {
                if (!timer.IsCancelled)
                {
                    return timer.Due;
                }

                _queue.Dequeue();
                _cancelled--;
            }

            return null;
        }
    }

    public void Add(EngineTimer timer)
    {
        Sweep();
        timer.IsQueued = true;
        _queue.Enqueue(timer, new Order(timer.Due, timer.Owner, timer.Trigger, timer.Run, timer.Waiter?.Id ?? -1, timer.Watch, _sequence++));
    }

    public void Cancel(EngineTimer? timer)
    {
        if (timer is { IsCancelled: false })
        {
            timer.IsCancelled = true;
            _cancelled += timer.IsQueued ? 1 : 0;
        }
    }

    /// <summary>Takes the next timer that is due; afterwards it cannot be cancelled any more.</summary>
    public EngineTimer? TakeDue(DateTimeOffset now)
    {
        if (NextDue is not { } due || due > now)
        {
            return null;
        }

        var timer = _queue.Dequeue();
        timer.IsQueued = false;
        return timer;
    }

    /// <summary>The clock was set: what is due after a while moves with it, times of the day stay.</summary>
    public void Shift(ClockShift shift)
    {
        var kept = _queue.UnorderedItems.Where(item => !item.Element.IsCancelled).ToArray();
        _queue.Clear();
        _cancelled = 0;
        foreach (var (timer, order) in kept)
        {
            timer.Due = timer.Kind == TimerKind.Schedule ? timer.Due : shift.Moved(timer.Due);
            _queue.Enqueue(timer, order with { Due = timer.Due });
        }
    }

    private void Sweep()
    {
        if (_cancelled < SweepAtLeast || _cancelled * 2 < _queue.Count)
        {
            return;
        }

        var kept = _queue.UnorderedItems.Where(item => !item.Element.IsCancelled).ToArray();
        _queue.Clear();
        _queue.EnqueueRange(kept);
        _cancelled = 0;
    }

    private readonly record struct Order(DateTimeOffset Due, string Automation, int Trigger, long Run, int Strand, int Watch, long Sequence) : IComparable<Order>
    {
        public int CompareTo(Order other)
        {
            var result = Due.CompareTo(other.Due);
            result = result != 0 ? result : string.CompareOrdinal(Automation, other.Automation);
            result = result != 0 ? result : Trigger.CompareTo(other.Trigger);
            result = result != 0 ? result : Run.CompareTo(other.Run);
            result = result != 0 ? result : Strand.CompareTo(other.Strand);
            result = result != 0 ? result : Watch.CompareTo(other.Watch);
            return result != 0 ? result : Sequence.CompareTo(other.Sequence);
        }
    }
}
