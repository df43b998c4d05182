using System.Diagnostics.CodeAnalysis;

namespace IotHub.Devices.Commands;

/// <summary>What is due for commands, in order of time. What a command no longer needs is passed over when its time comes.</summary>
internal sealed class CommandTimes
{
    private readonly PriorityQueue<(PendingCommand Pending, CommandEvent Due), (DateTimeOffset At, long Order)> _queue = new();
    private long _order;

    /// <summary>When the next is due; null when nothing is.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            while (_queue.TryPeek(out var item, out var key))
            {
                if (IsWanted(item, key.At))
                {
                    return key.At;
                }

                _queue.Dequeue();
            }

            return null;
        }
    }

    public void Add(PendingCommand pending, CommandEvent due, DateTimeOffset at) => _queue.Enqueue((pending, due), (at, _order++));

    /// <summary>Takes the next that is due by now.</summary>
    public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out PendingCommand? pending, out CommandEvent due)
    {
        if (Next is { } next && next <= now)
        {
            (pending, due) = _queue.Dequeue();
            return true;
        }

        (pending, due) = (null, default);
        return false;
    }

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift)
    {
        var items = _queue.UnorderedItems.ToArray();
        _queue.Clear();
        foreach (var (item, key) in items)
        {
            _queue.Enqueue(item, (shift.Moved(key.At), key.Order));
        }
    }

    private static bool IsWanted((PendingCommand Pending, CommandEvent Due) item, DateTimeOffset at) => item.Due switch
    {
        CommandEvent.Turn => item.Pending.State == CommandState.Waiting && item.Pending.TurnAt == at,
        CommandEvent.GapOver => item.Pending.State is CommandState.Sent or CommandState.Answered && item.Pending.DueAt == at,
        _ => !item.Pending.HasEnded,
    };
}
