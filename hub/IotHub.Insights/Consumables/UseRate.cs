using System.Collections.Immutable;

namespace IotHub.Insights.Consumables;

/// <summary>How much of a counter a day takes.</summary>
/// <param name="PerDay">In the counter's unit, above 0.</param>
/// <param name="Low">Least that use here makes likely for the time that is left.</param>
/// <param name="High">Most.</param>
public sealed record UseRate(double PerDay, double Low, double High)
{
    // With less, a forecast would be made of rounding.
    private const int SamplesMin = 4;
    private const double DaysMin = 1;
    private const double DropShareMin = 0.03;

    // What this life has used up counts fully from here on; before, the life before has a say.
    private const double DropShareFull = 0.2;

    // Enough for a median, few enough to be of late.
    private const int Newest = 5;

    // Of spans about as long as what is left, so many say less than the lowest, and as many more than the highest.
    private const double Tail = 0.05;

    // Never less than so much either way; and the more of what is left beside what was seen, the more: seasons and habits change.
    private const double ShareMin = 0.08;
    private const double ShareUnseen = 0.3;

    /// <summary>
    /// Learns from what was seen: the median slope of all pairs of samples that lie well apart (Theil and Sen), which a quarter of wrong readings does not move. How far use may differ is
    /// what it differed by between spans about as long as what is left. Null where too little was seen, in this life and the one before.
    /// </summary>
    /// <param name="track">A counter.</param>
    /// <param name="now">Now; not before its newest sample.</param>
    public static UseRate? Learn(CounterTrack track, DateTimeOffset now)
    {
        var before = track.RateBefore is { } old ? new UseRate(old, old * 0.7, old * 1.4) : null;
        if (track.Samples.Length < SamplesMin || track.Samples[^1].At - track.Samples[0].At < TimeSpan.FromDays(DaysMin)
            || track.Samples[0].Value - track.Samples[^1].Value < DropShareMin * track.FullScale)
        {
            return before;
        }

        var samples = track.Samples;
        var slopes = Slopes(samples);
        if (slopes.Length > 0 && Stand(track, slopes[slopes.Length / 2].PerDay, now) is { } stands)
        {
            samples = samples.Add(stands);
            slopes = Slopes(samples);
        }

        if (slopes.Length == 0 || slopes[slopes.Length / 2].PerDay is not (> 0 and var rate))
        {
            return before;
        }

        var (low, high) = Range(slopes, rate, samples[^1].Value / rate, (samples[^1].At - samples[0].At).TotalDays);
        var learned = new UseRate(rate, low, high);
        var weight = Math.Min(1, (samples[0].Value - samples[^1].Value) / track.FullScale / DropShareFull);
        return before is null || weight >= 1 ? learned
            : new UseRate(Mix(rate, before.PerDay, weight), Mix(low, before.Low, weight), Mix(high, before.High, weight));
    }

    /// <summary>
    /// What the counter is at, freed of noise: the median of what the newest samples say, each brought to now by the rate. What the middle half of them differs by is how far it may be off.
    /// </summary>
    /// <param name="track">A counter with samples.</param>
    /// <param name="now">Now.</param>
    public (double Value, double Off) ValueAt(CounterTrack track, DateTimeOffset now)
    {
        var said = track.Samples.Skip(Math.Max(0, track.Samples.Length - Newest)).Select(sample => sample.Value - (PerDay * (now - sample.At).TotalDays)).Order().ToArray();
        var value = said[said.Length / 2];
        return (Stand(track, PerDay, now) is { } stands ? Math.Max(value, stands.Value) : value, said[said.Length * 3 / 4] - said[said.Length / 4]);
    }

    // A counter that should have moved on by now and did not: nobody is at home. It has fallen by less than a step, or it would have said so.
    private static UseSample? Stand(CounterTrack track, double perDay, DateTimeOffset now) =>
        track.Step is { } step && perDay * (now - track.Samples[^1].At).TotalDays > step ? new UseSample(now, Math.Max(0, track.Samples[^1].Value - step)) : null;

    private static double Mix(double now, double before, double weight) => (now * weight) + (before * (1 - weight));

    private static (double Low, double High) Range((double PerDay, double Days)[] slopes, double rate, double daysLeft, double daysSeen)
    {
        var span = Math.Min(daysLeft, daysSeen / 2);
        var near = slopes.Where(slope => slope.Days >= span * 0.6 && slope.Days <= span * 1.6).Select(slope => slope.PerDay).ToArray();
        if (near.Length < SamplesMin)
        {
            near = [.. slopes.Select(slope => slope.PerDay)];
        }

        var low = near[(int)(near.Length * Tail)];
        var high = near[(int)(near.Length * (1 - Tail))];
        var aside = rate * (ShareMin + (ShareUnseen * daysLeft / (daysLeft + daysSeen)));
        return (Math.Max(rate / 5, Math.Min(low, rate - aside)), Math.Max(high, rate + aside));
    }

    // By what they say. Pairs that lie too near say more of noise and of the hour than of use.
    private static (double PerDay, double Days)[] Slopes(ImmutableArray<UseSample> samples)
    {
        var apart = (samples[^1].At - samples[0].At).TotalDays / 6;
        var slopes = new List<(double PerDay, double Days)>(samples.Length * samples.Length / 2);
        for (var later = 1; later < samples.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var days = (samples[later].At - samples[earlier].At).TotalDays;
                if (days >= apart)
                {
                    slopes.Add(((samples[earlier].Value - samples[later].Value) / days, days));
                }
            }
        }

        var sorted = slopes.ToArray();
        Array.Sort(sorted, (one, other) => one.PerDay.CompareTo(other.PerDay));
        return sorted;
    }
}
