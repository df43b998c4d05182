using System.Collections.Immutable;

namespace IotHub.Insights.Consumables;

/// <summary>
/// What is known of one counter that runs down. A jump counts only when a second report, or an hour without another, agrees with it: one wrong reading is neither a new part
/// nor an empty one. Small rises are noise.
/// </summary>
public sealed record CounterTrack
{
    /// <summary>Samples kept; when full, every second of the older half goes, so that the whole life stays in sight.</summary>
    public const int SamplesMax = 48;

    /// <summary>A change by this share of the full scale within one report is a jump. Cells vary by some percent with temperature; a tenth is not rare.</summary>
    public const double JumpShare = 0.15;

    /// <summary>
    /// Within so long of the sample before only the newest is kept: of a counter that moves every hour the last day would else fill half of what is kept, and days are what use
    /// differs by.
    /// </summary>
    public static TimeSpan Apart { get; } = TimeSpan.FromDays(1);

    /// <summary>A jump that nothing contradicts for this long is true.</summary>
    public static TimeSpan HeldFor { get; } = TimeSpan.FromHours(1);

    /// <summary>100 for a share; for a time the largest that was seen.</summary>
    public required double FullScale { get; init; }

    /// <summary>Of this life of the part, in order of time.</summary>
    public ImmutableArray<UseSample> Samples { get; init; } = [];

    /// <summary>The smallest change between two reports: how finely it is counted. Null before the second value.</summary>
    public double? Step { get; init; }

    /// <summary>A jump that waits to be believed; null for none.</summary>
    public UseSample? Pending { get; init; }

    /// <summary>How much a day took in the life before, in the counter's unit; null where nothing was learned.</summary>
    public double? RateBefore { get; init; }

    /// <summary>What it is at now; null before the first report.</summary>
    public double? Value => Samples.IsEmpty ? null : Samples[^1].Value;

    /// <summary>A report.</summary>
    /// <param name="value">The counter, at least 0.</param>
    /// <param name="now">When; not before the last.</param>
    public (CounterTrack Track, CounterStep Step) Report(double value, DateTimeOffset now)
    {
        if (Samples.IsEmpty)
        {
            return (this with { FullScale = Math.Max(FullScale, value), Samples = [new UseSample(now, value)] }, CounterStep.Went);
        }

        if (Pending is { } pending)
        {
            // Nearer to the jump than to what was before: believed.
            if (Math.Abs(value - pending.Value) > Math.Abs(value - Samples[^1].Value))
            {
                return (this with { Pending = null }).Report(value, now);
            }

            // The report that confirms is a report itself; the jump stays what is told.
            var (believed, step) = Believe(pending);
            return (believed.Report(value, now).Track, step);
        }

        var change = value - Samples[^1].Value;
        if (Math.Abs(change) >= JumpShare * FullScale)
        {
            return (this with { Pending = new UseSample(now, value) }, CounterStep.Held);
        }

        return change == 0 ? (this, CounterStep.None) : (With(new UseSample(now, value)), CounterStep.Went);
    }

    /// <summary>Time passed.</summary>
    public (CounterTrack Track, CounterStep Step) Tick(DateTimeOffset now) =>
        Pending is { } pending && now - pending.At >= HeldFor ? Believe(pending) : (this, CounterStep.None);

    /// <summary>A new part, as a person says or the device's reset did: what was learned of use stays.</summary>
    /// <param name="value">What the counter is at; null where that is not known yet.</param>
    /// <param name="now">When.</param>
    public CounterTrack Restarted(double? value, DateTimeOffset now) => this with
    {
        RateBefore = UseRate.Learn(this, now)?.PerDay ?? RateBefore,
        Samples = value is { } known ? [new UseSample(now, known)] : [],
        Pending = null,
        FullScale = Math.Max(FullScale, value ?? 0),
    };

    private (CounterTrack Track, CounterStep Step) Believe(UseSample jump) => jump.Value > Samples[^1].Value
        ? (Restarted(jump.Value, jump.At), CounterStep.Replaced)
        : (With(jump) with { Pending = null }, CounterStep.Went);

    private CounterTrack With(UseSample sample)
    {
        var change = Math.Abs(sample.Value - Samples[^1].Value);
        var samples = (Samples.Length > 1 && sample.At - Samples[^2].At < Apart ? Samples.RemoveAt(Samples.Length - 1) : Samples).Add(sample);
        if (samples.Length > SamplesMax)
        {
            samples = [.. samples.Where((_, at) => at >= SamplesMax / 2 || at % 2 == 0)];
        }

        return this with { Samples = samples, Step = change > 0 && !(Step <= change) ? change : Step };
    }
}
