namespace IotHub.Devices.Commands;

/// <summary>The way of values to one property of one device: one request on it at a time, and at most one command that waits behind.</summary>
internal sealed class PropertyLane
{
    private DateTimeOffset _sentBeforeAt;

    /// <summary>The newest command that was sent and wants this property; null when none does.</summary>
    public PendingCommand? Holder { get; set; }

    /// <summary>The newest command that waits for its turn.</summary>
    public PendingCommand? Waiting { get; set; }

    /// <summary>A command that was sent here and ended without the value being seen: it may still come, and is then its doing.</summary>
    public PendingCommand? Unseen { get; set; }

    /// <summary>Whose request went out last; null when none did.</summary>
    public PendingCommand? SentBy { get; private set; }

    /// <summary>When the last request went out; the default when none did.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>True when the device has spoken to the last request.</summary>
    public bool IsSettled { get; set; } = true;

    /// <summary>
    /// When the next request may go out. At once after a settled one, but never three within the pace: a device that answers in a
    /// millisecond would otherwise get every value of a slider.
    /// </summary>
    public DateTimeOffset FreeAt
    {
        get
        {
            var last = IsSettled ? _sentBeforeAt : SentAt;
            return last == default ? default : last + CommandPace.Between;
        }
    }

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift) => (_sentBeforeAt, SentAt) = (shift.Moved(_sentBeforeAt), shift.Moved(SentAt));

    /// <summary>A request goes out.</summary>
    public void Send(PendingCommand pending, DateTimeOffset now)
    {
        Holder = pending;
        SentBy = pending;
        (_sentBeforeAt, SentAt, IsSettled) = (SentAt, now, false);
        if (Waiting == pending)
        {
            Waiting = null;
        }
    }
}
