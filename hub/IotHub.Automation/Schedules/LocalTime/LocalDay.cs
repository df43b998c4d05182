using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>
/// One date of a zone: when its clocks show it. Most days are one stretch of 24 h; where clocks go forward there is a gap, where they go back some
/// times are shown by two stretches. Pure and without memory: made when asked for.
/// </summary>
public sealed class LocalDay
{
    /// <summary>Seconds of a day without change, and the end of every clock.</summary>
    public const int WallSeconds = 86_400;

    private LocalDay(DateOnly date, ImmutableArray<LocalStretch> stretches, ImmutableArray<LocalGap> gaps)
    {
        Date = date;
        Stretches = stretches;
        Gaps = gaps;
    }

    /// <summary>The date.</summary>
    public DateOnly Date { get; }

    /// <summary>In order of time; at least one. Where clocks go back over midnight, the next date is shown for a while between two of them.</summary>
    public ImmutableArray<LocalStretch> Stretches { get; }

    /// <summary>Gaps that hold times of this day, in order.</summary>
    public ImmutableArray<LocalGap> Gaps { get; }

    /// <summary>The first moment at which clocks show the date, in UTC.</summary>
    public DateTimeOffset Start => Stretches[0].Start;

    /// <summary>The first moment after which they no longer do, in UTC.</summary>
    public DateTimeOffset End => Stretches[^1].End;

    /// <summary>
    /// The day; null where the zone left the whole date out (Samoa has no 30 December 2011), and for years before
    /// <see cref="ScheduleLimits.YearMin"/> or after <see cref="ScheduleLimits.YearMax"/>.
    /// </summary>
    public static LocalDay? Of(DateOnly date, TimeZoneInfo zone)
    {
        if (date.Year is < ScheduleLimits.YearMin or > ScheduleLimits.YearMax)
        {
            return null;
        }

        // Clocks are at most 16 h before or behind UTC, local mean time of the date line included.
        var midnight = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var pieces = new List<ZoneOffsets.Piece>(1);
        ZoneOffsets.Split(midnight.AddHours(-16), 4, zone, pieces);
        var stretches = ImmutableArray.CreateBuilder<LocalStretch>(1);
        var gaps = ImmutableArray.CreateBuilder<LocalGap>(0);
        for (var index = 0; index < pieces.Count; index++)
        {
            var piece = pieces[index];
            var wall = Wall(piece.Start + piece.Offset - midnight);
            var wallEnd = Wall(piece.End + piece.Offset - midnight);
            var from = Math.Max(wall, 0);
            var to = Math.Min(wallEnd, WallSeconds);
            if (from < to)
            {
                stretches.Add(new LocalStretch(new DateTimeOffset(piece.Start.AddSeconds(from - wall), TimeSpan.Zero), from, to - from));
            }

            if (index + 1 < pieces.Count)
            {
                var wallNext = Wall(piece.End + pieces[index + 1].Offset - midnight);
                if (wallNext > wallEnd && wallNext > 0 && wallEnd < WallSeconds)
                {
                    gaps.Add(new LocalGap(new DateTimeOffset(piece.End, TimeSpan.Zero), wallEnd, wallNext));
                }
            }
        }

        return stretches.Count == 0 ? null : new LocalDay(date, stretches.DrainToImmutable(), gaps.DrainToImmutable());
    }

    /// <summary>When a time of the day comes.</summary>
    /// <param name="second">Seconds from midnight by the clock, 0 to 86,399.</param>
    /// <param name="policy">What becomes of times that are skipped or repeated.</param>
    public DateTimeOffset At(int second, ClockChangePolicy policy)
    {
        DateTimeOffset? moment = null;
        foreach (var stretch in Stretches)
        {
            if (stretch.Shows(second) && (moment is null || policy.Repeated == RepeatedTime.Second))
            {
                moment = stretch.Start.AddSeconds(second - stretch.Wall);
            }
        }

        return moment ?? Skipped(second, policy.Skipped);
    }

    /// <summary>When a time of the day comes.</summary>
    public DateTimeOffset At(TimeOnly time, ClockChangePolicy policy) => At(Wall(time.ToTimeSpan()), policy);

    /// <summary>The first moment after <paramref name="after"/> at which one of a set of times comes, each under the policy; null where none is left.</summary>
    /// <param name="nextTime">Gives the first time of the set at or after a second of the day; -1 where there is none.</param>
    /// <param name="after">Not included.</param>
    /// <param name="policy">What becomes of times that are skipped or repeated; null for times that come as clocks show them: not at all, or twice.</param>
    public DateTimeOffset? Next(Func<int, int> nextTime, DateTimeOffset after, ClockChangePolicy? policy)
    {
        DateTimeOffset? first = null;
        for (var index = 0; index < Stretches.Length; index++)
        {
            if (NextShown(index, nextTime, after, policy?.Repeated) is { } moment && (first is null || moment < first))
            {
                first = moment;
            }
        }

        if (policy is { } named)
        {
            foreach (var gap in Gaps)
            {
                if (NextSkipped(gap, nextTime, after, named.Skipped) is { } moment && (first is null || moment < first))
                {
                    first = moment;
                }
            }
        }

        return first;
    }

    private static int Wall(TimeSpan span) => (int)(span.Ticks / TimeSpan.TicksPerSecond);

    // Rounded down, also below zero.
    private static long Seconds(TimeSpan span) => (long)Math.Floor(span.Ticks / (double)TimeSpan.TicksPerSecond);

    private static DateTimeOffset? NextSkipped(LocalGap gap, Func<int, int> nextTime, DateTimeOffset after, SkippedTime policy)
    {
        var from = Math.Max(gap.From, 0);
        if (policy == SkippedTime.Shifted)
        {
            from = (int)Math.Clamp(gap.From + Seconds(after - gap.Jump) + 1, from, gap.To);
        }
        else if (gap.Jump <= after)
        {
            return null;
        }

        var time = from >= WallSeconds ? -1 : nextTime(from);
        return time < 0 || time >= gap.To ? null
            : policy == SkippedTime.Shifted ? gap.Jump.AddSeconds(time - gap.From)
            : gap.Jump;
    }

    private DateTimeOffset Skipped(int second, SkippedTime policy)
    {
        foreach (var gap in Gaps)
        {
            if (gap.Holds(second))
            {
                return policy == SkippedTime.Shifted ? gap.Jump.AddSeconds(second - gap.From) : gap.Jump;
            }
        }

        // A time of an existing day is either shown or skipped; a second of the day out of its range is the caller's mistake.
        throw new ArgumentOutOfRangeException(nameof(second), second, "A second of the day is from 0 to 86,399.");
    }

    private DateTimeOffset? NextShown(int index, Func<int, int> nextTime, DateTimeOffset after, RepeatedTime? policy)
    {
        var stretch = Stretches[index];
        if (after >= stretch.End)
        {
            return null;
        }

        var from = after < stretch.Start ? stretch.Wall : stretch.Wall + (int)Seconds(after - stretch.Start) + 1;
        while (from < stretch.WallEnd && nextTime(from) is >= 0 and var time && time < stretch.WallEnd)
        {
            var other = policy is null ? -1 : OtherThatCounts(index, time, policy.Value);
            if (other < 0)
            {
                return stretch.Start.AddSeconds(time - stretch.Wall);
            }

            from = Stretches[other].WallEnd;
        }

        return null;
    }

    // A stretch that shows the time too and counts instead: an earlier one, or a later one, as the policy has it.
    private int OtherThatCounts(int index, int time, RepeatedTime policy)
    {
        var (from, to) = policy == RepeatedTime.First ? (0, index) : (index + 1, Stretches.Length);
        for (var other = from; other < to; other++)
        {
            if (Stretches[other].Shows(time))
            {
                return other;
            }
        }

        return -1;
    }
}
