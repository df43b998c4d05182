using System.Collections.Immutable;

namespace IotHub.Automation.Schedules.Missed;

/// <summary>
/// Which slots of a trigger were taken, so that none is taken twice when clocks go back, and none is lost that clocks had only jumped over. While time
/// goes on evenly this is one stretch from the first slot to the last; each jump of the clock begins another. Small enough to be stored with each run.
/// </summary>
public sealed class TakenSlots
{
    private readonly ImmutableArray<(Slot First, Slot Last)> _ranges;

    // The stretch that the next slot goes on with; -1 after a jump.
    private readonly int _open;

    private TakenSlots(ImmutableArray<(Slot First, Slot Last)> ranges, int open)
    {
        _ranges = ranges;
        _open = open;
    }

    /// <summary>None yet.</summary>
    public static TakenSlots None { get; } = new([], -1);

    /// <summary>The latest slot that was taken; null where none was.</summary>
    public Slot? Last => _ranges.IsEmpty ? null : _ranges[^1].Last;

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else. The next slot begins a new stretch, since nothing tells what passed meanwhile.</summary>
    public static TakenSlots? TryParse(string text)
    {
        var ranges = ImmutableArray.CreateBuilder<(Slot First, Slot Last)>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var dots = part.IndexOf("..", StringComparison.Ordinal);
            var isOne = dots < 0;
            if (ranges.Count == ScheduleLimits.TakenRangesMax
                || !Slot.TryParse(isOne ? part : part.AsSpan(0, dots), out var first)
                || !Slot.TryParse(isOne ? part : part.AsSpan(dots + 2), out var last)
                || last < first || (ranges.Count > 0 && first <= ranges[^1].Last))
            {
                return null;
            }

            ranges.Add((first, last));
        }

        return new TakenSlots(ranges.ToImmutable(), -1);
    }

    /// <summary>True when the slot was taken.</summary>
    public bool Contains(Slot slot) => EndOf(slot) is not null;

    /// <summary>The last slot of the stretch in which a slot was taken; null where it was not.</summary>
    internal Slot? EndOf(Slot slot)
    {
        foreach (var (first, last) in _ranges)
        {
            if (slot >= first && slot <= last)
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>Takes a slot. Unless <see cref="Break"/> was called since the one before, no slot of the schedule may lie between the two.</summary>
    public TakenSlots Take(Slot slot)
    {
        if (Contains(slot))
        {
            return this;
        }

        var after = _ranges.Count(range => range.Last < slot);
        if (_open >= 0 && after == _open + 1)
        {
            return new TakenSlots(_ranges.SetItem(_open, (_ranges[_open].First, slot)), _open);
        }

        var ranges = _ranges.Insert(after, (slot, slot));
        return ranges.Length <= ScheduleLimits.TakenRangesMax ? new TakenSlots(ranges, after)
            : after == 0 ? this
            : new TakenSlots(ranges.RemoveAt(0), after - 1);
    }

    /// <summary>Says that slots may lie between the last one and the next: the clock jumped, or the hub was away.</summary>
    public TakenSlots Break() => _open < 0 ? this : new TakenSlots(_ranges, -1);

    /// <summary><c>2026-10-25#9000..2026-11-02#9000 2026-12-01#9000</c>.</summary>
    public override string ToString() => string.Join(' ', _ranges.Select(range => range.First == range.Last ? range.First.ToString() : $"{range.First}..{range.Last}"));
}
