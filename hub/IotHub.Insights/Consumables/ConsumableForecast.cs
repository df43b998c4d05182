namespace IotHub.Insights.Consumables;

/// <summary>How long a part still lasts.</summary>
/// <param name="Basis">What it rests on.</param>
/// <param name="DaysLeft">Days from now; null where not known.</param>
/// <param name="DaysLow">Fewest that use here makes likely; null where not known.</param>
/// <param name="DaysHigh">Most; null where not known.</param>
public sealed record ConsumableForecast(ForecastBasis Basis, double? DaysLeft, double? DaysLow, double? DaysHigh)
{
    /// <summary>Longest forecast, ten years: beyond it nothing is known.</summary>
    public const double DaysMax = 3_650;

    // Use comes by the day: on which day of two it ends is not known better.
    private const double DayAside = 1;

    /// <summary>Nothing is known.</summary>
    public static ConsumableForecast Unknown { get; } = new(ForecastBasis.Unknown, null, null, null);

    /// <summary>The forecast for a part.</summary>
    /// <param name="state">What is known of it.</param>
    /// <param name="part">How the device tells.</param>
    /// <param name="now">Now.</param>
    public static ConsumableForecast Of(ConsumableState state, ConsumablePart part, DateTimeOffset now)
    {
        if (part is { HasCalendarTime: true, Time: { } time } && state.Time is { Samples: [.., var told] } && state.Time.Pending is null)
        {
            var days = Left(ConsumablePart.Days(time, told.Value), told.At, now);
            return new ConsumableForecast(ForecastBasis.Device, days, days, days);
        }

        // Time of use is counted finer than a share, and so is learned from first.
        return Learned(state.Time, now) ?? Learned(state.Level, now) ?? Unknown;
    }

    private static ConsumableForecast? Learned(CounterTrack? track, DateTimeOffset now)
    {
        if (track is not { Samples.IsEmpty: false } || UseRate.Learn(track, now) is not { } rate)
        {
            return null;
        }

        var (value, off) = rate.ValueAt(track, now);
        return new ConsumableForecast(ForecastBasis.Estimate, Bounded(value / rate.PerDay), Bounded(((value - off) / rate.High) - DayAside), Bounded(((value + off) / rate.Low) + DayAside));
    }

    private static double Bounded(double days) => Math.Clamp(days, 0, DaysMax);

    private static double Left(double days, DateTimeOffset since, DateTimeOffset now) => Bounded(days - Math.Max(0, (now - since).TotalDays));
}
