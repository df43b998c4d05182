namespace IotHub.Devices.Availability;

/// <summary>
/// Learns how often a device reports, where it does so regularly: of the last sixteen gaps at least eight, the longest at most three times the
/// median. A device that reports what happens has no rhythm, and is not given one.
/// </summary>
internal sealed class ReportRhythm
{
    private const int GapsKept = 16;
    private const int GapsNeeded = 8;
    private const int LongestToMedian = 3;

    /// <summary>Messages that come closer are one: a device tells several things at once.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    private readonly long[] _gaps = new long[GapsKept];
    private int _count;
    private DateTimeOffset? _lastAt;

    /// <summary>The longest of the gaps that are kept, where they are regular; null where they are not, or too few.</summary>
    public TimeSpan? Interval { get; private set; }

    /// <summary>The device reported by itself.</summary>
    /// <returns>True when a gap was learned.</returns>
    public bool Add(DateTimeOffset now)
    {
        var gap = _lastAt is { } last ? now - last : TimeSpan.Zero;
        if (_lastAt is not null && gap >= TimeSpan.Zero && gap < Burst)
        {
            return false;
        }

        _lastAt = now;
        if (gap <= TimeSpan.Zero)
        {
            // The first, or the clock was set back: that says nothing of the device.
            return false;
        }

        _gaps[_count++ % GapsKept] = gap.Ticks;
        Interval = Learn();
        return true;
    }

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift) => _lastAt = shift.Moved(_lastAt);

    /// <summary>The device was away: the gap across it is none. What was learned stays.</summary>
    public void Interrupt() => _lastAt = null;

    private TimeSpan? Learn()
    {
        var count = Math.Min(_count, GapsKept);
        if (count < GapsNeeded)
        {
            return null;
        }

        Span<long> sorted = stackalloc long[GapsKept];
        _gaps.AsSpan(0, count).CopyTo(sorted);
        sorted = sorted[..count];
        sorted.Sort();
        var median = sorted[count / 2];
        var longest = sorted[count - 1];
        return longest <= LongestToMedian * median ? TimeSpan.FromTicks(longest) : null;
    }
}
