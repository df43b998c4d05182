using System.Globalization;

namespace IotHub.Gpio.Sysfs;

/// <summary>
/// The order in which attributes of a PWM channel are written, so that none is refused on the way: polarity only while it stands still, never a duty longer
/// than the period, and running only when all is set. Pure.
/// </summary>
internal static class PwmWrites
{
    /// <summary>The writes that lead from one setting to another; none where they are the same.</summary>
    public static IEnumerable<(string Attribute, string Value)> Between(PwmSetting before, PwmSetting wanted)
    {
        if (before.IsEnabled && (!wanted.IsEnabled || before.IsInverted != wanted.IsInverted))
        {
            yield return ("enable", "0");
            before = before with { IsEnabled = false };
        }

        // A channel that was never set refuses a duty before it has a period; and polarity, some drivers, before that.
        var period = ("period", Say(wanted.PeriodNanoseconds));
        var duty = ("duty_cycle", Say(wanted.DutyNanoseconds));
        if (wanted.PeriodNanoseconds < before.DutyNanoseconds)
        {
            yield return duty;
            yield return period;
        }
        else
        {
            if (wanted.PeriodNanoseconds != before.PeriodNanoseconds)
            {
                yield return period;
            }

            if (wanted.DutyNanoseconds != before.DutyNanoseconds)
            {
                yield return duty;
            }
        }

        if (before.IsInverted != wanted.IsInverted)
        {
            yield return ("polarity", wanted.IsInverted ? "inversed" : "normal");
        }

        if (wanted.IsEnabled && !before.IsEnabled)
        {
            yield return ("enable", "1");
        }
    }

    private static string Say(long nanoseconds) => nanoseconds.ToString(CultureInfo.InvariantCulture);
}
