using System.Collections.Immutable;

namespace IotHub.Insights.Consumables;

/// <summary>How much of a counter a day takes.</summary>
/// <param name="PerDay">In the counter's unit, above 0.</param>
/// <param name="Low">A twentieth of the pairs of samples say less.</param>
/// <param name="High">A twentieth say more.</param>
public sealed record UseRate(double PerDay, double Low, double High)
{
    // With less, a forecast would be made of rounding.
    private const int SamplesMin = 4;
    private const double DaysMin = 1;
    private const double DropShareMin = 0.03;

    // What this life has used up counts fully from here on; before, the life before has a say.
    private const double DropShareFull = 0.2;

    // Enough for a median, few enough to be of late.
    private const int Newest = 3;

    /// <summary>
    /// Learns from what was seen: the median slope of all pairs of samples that lie well apart (Theil and Sen), which a quarter of wrong readings does not move.
    /// Null where too little was seen, in this life and the one before.
    /// </summary>
    public static UseRate? Learn(CounterTrack track)
    {
        var samples = track.Samples;
        var before = track.RateBefore is { } old ? new UseRate(old, old * 0.7, old * 1.4) : null;
        if (samples.Length < SamplesMin || samples[^1].At - samples[0].At < TimeSpan.FromDays(DaysMin))
        {
            return before;
        }

        var drop = (samples[0].Value - samples[^1].Value) / track.FullScale;
        if (drop < DropShareMin || Slopes(samples) is not { Length: > 0 } slopes || slopes[slopes.Length / 2] <= 0)
        {
            return before;
        }

        var rate = slopes[slopes.Length / 2];
        var now = new UseRate(rate, Math.Max(slopes[slopes.Length / 20], rate / 5), slopes[slopes.Length * 19 / 20]);
        var weight = Math.Min(1, drop / DropShareFull);
        return before is null || weight >= 1 ? now
            : new UseRate(Mix(now.PerDay, before.PerDay, weight), Mix(now.Low, before.Low, weight), Mix(now.High, before.High, weight));
    }

    /// <summary>
    /// What the counter is at, freed of noise: the median of what the newest samples say, each brought to now by the rate. Half of what they differ by is how far it may be off.
    /// </summary>
    /// <param name="track">A counter with samples.</param>
    /// <param name="now">Now.</param>
    public (double Value, double Off) ValueAt(CounterTrack track, DateTimeOffset now)
    {
        var said = track.Samples.Skip(Math.Max(0, track.Samples.Length - Newest)).Select(sample => sample.Value - (PerDay * (now - sample.At).TotalDays)).Order().ToArray();
        return (said[said.Length / 2], (said[said.Length * 3 / 4] - said[said.Length / 4]) / 2);
    }

    private static double Mix(double now, double before, double weight) => (now * weight) + (before * (1 - weight));

    private static double[] Slopes(ImmutableArray<UseSample> samples)
    {
        var apart = (samples[^1].At - samples[0].At).TotalDays / 6;
        var slopes = new List<double>(samples.Length * samples.Length / 2);
        for (var later = 1; later < samples.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                var days = (samples[later].At - samples[earlier].At).TotalDays;
                if (days >= apart)
                {
                    slopes.Add((samples[earlier].Value - samples[later].Value) / days);
                }
            }
        }

        var sorted = slopes.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
