using IotHub.Contracts.Model;

namespace IotHub.Gpio.Rules;

/// <summary>Between a property's value and the time on of a PWM channel, in proportion. Pure.</summary>
/// <param name="range">The property's range; null for one of yes or no.</param>
/// <param name="from">Time on at the smallest value; null for in proportion, so that half the range is half the time.</param>
/// <param name="to">Time on at the largest value.</param>
public sealed class DutyScale(ValueRange? range, TimeSpan? from, TimeSpan to)
{
    private double Smallest => range?.Minimum ?? 0;

    private double Largest => range?.Maximum ?? 1;

    // Without a first point the line runs through zero: 1 % is a hundredth of 100 %.
    private (double Value, double Nanoseconds) Origin => from is { } first ? (Smallest, first.TotalNanoseconds) : Smallest > 0 ? (0, 0) : (Smallest, 0);

    /// <summary>The time on, in nanoseconds.</summary>
    public long DutyOf(double value)
    {
        var (start, duty) = Origin;
        return (long)Math.Round(duty + ((to.TotalNanoseconds - duty) * (Math.Clamp(value, Smallest, Largest) - start) / (Largest - start)));
    }

    /// <summary>The value of a time on, on the property's steps; the largest where the time means none.</summary>
    public double ValueOf(long dutyNanoseconds)
    {
        var (start, duty) = Origin;
        var length = to.TotalNanoseconds - duty;
        var value = length == 0 ? Largest : start + ((dutyNanoseconds - duty) / length * (Largest - start));
        var step = range?.Step ?? 1;
        var stepped = Smallest + (Math.Round((value - Smallest) / step) * step);
        return stepped < Smallest || stepped > Largest ? Largest : stepped;
    }
}
