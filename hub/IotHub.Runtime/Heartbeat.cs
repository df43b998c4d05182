namespace IotHub.Runtime;

/// <summary>
/// One timer for the whole core: it puts a tick into the inbox when the loop's next due thing is due. At least once a minute it looks
/// again, so that a clock that was set (a Pi has no battery for it) is noticed.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private DateTimeOffset? _armedFor;
    private volatile bool _hasGoneOff;

    public Heartbeat(HubInbox inbox, TimeProvider time)
    {
        _time = time;

        _timer = time.CreateTimer(
            _ =>
            {
                // A full lane needs no tick: every input does what is due first, and arms the timer again.
                _hasGoneOff = true;
                inbox.TryPost(HubInput.Tick.Instance, InboxLane.Comfort);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Arms the timer, after each input.</summary>
    /// <param name="due">When something is due next; null when nothing is.</param>
    /// <param name="isClockRead">True when the clock may have been set since: the same time may be nearer or further now.</param>
    public void Arm(DateTimeOffset? due, bool isClockRead = false)
    {
        if (due == _armedFor && !_hasGoneOff && !isClockRead)
        {
            return;
        }

        _armedFor = due;
        _hasGoneOff = false;
        if (due is null)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // Rounded up to a whole millisecond: a tick before its time would do nothing and come again.
        var wait = due.Value - _time.GetUtcNow();
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, LongestWait.TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
