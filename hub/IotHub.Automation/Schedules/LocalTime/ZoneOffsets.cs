namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>
/// Distances of a zone's clocks from UTC. Only the way from UTC to local time is asked of the zone, because it always has one answer; the way back
/// is worked out from it, and so is right at jumps of any size and in zones whose standard offset changes.
/// </summary>
public static class ZoneOffsets
{
    // Half a day and a bit: five of them cover every moment that any clock on Earth may show as part of one date. Two changes that undo each other
    // within it would not be seen; a test shows that from 2000 to 2040 no zone has changes less than three days apart.
    private static readonly TimeSpan Sample = TimeSpan.FromHours(14);

    /// <summary>The distance of local time from UTC at a moment; east is above zero.</summary>
    public static TimeSpan At(DateTime utc, TimeZoneInfo zone) => zone.GetUtcOffset(utc);

    /// <summary>The local date at a moment.</summary>
    public static DateOnly DateAt(DateTimeOffset moment, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>The pieces of a span of time in which the distance stays the same, in order, without holes.</summary>
    /// <param name="from">Start, in UTC, on a whole second.</param>
    /// <param name="samples">How many samples of 14 h the span has.</param>
    /// <param name="zone">The zone.</param>
    /// <param name="pieces">Takes the pieces; emptied first.</param>
    internal static void Split(DateTime from, int samples, TimeZoneInfo zone, List<Piece> pieces)
    {
        pieces.Clear();
        var start = from;
        var left = from;
        var offset = At(from, zone);
        for (var index = 1; index <= samples; index++)
        {
            var right = from + (index * Sample);
            while (At(right, zone) != offset)
            {
                left = Change(left, right, zone);
                pieces.Add(new Piece(start, left, offset));
                (start, offset) = (left, At(left, zone));
            }

            left = right;
        }

        pieces.Add(new Piece(start, left, offset));
    }

    // The first second in (left, right] whose offset is not that of left.
    private static DateTime Change(DateTime left, DateTime right, TimeZoneInfo zone)
    {
        var offset = At(left, zone);
        var seconds = (long)(right - left).TotalSeconds;
        long same = 0;
        while (seconds - same > 1)
        {
            var middle = (same + seconds) / 2;
            if (At(left.AddSeconds(middle), zone) == offset)
            {
                same = middle;
            }
            else
            {
                seconds = middle;
            }
        }

        return left.AddSeconds(seconds);
    }

    /// <summary>A span in which the offset stays the same.</summary>
    internal readonly record struct Piece(DateTime Start, DateTime End, TimeSpan Offset);
}
