namespace IotHub.Gpio.Sysfs;

/// <summary>How a PWM channel is set.</summary>
/// <param name="PeriodNanoseconds">Length of a period; 0 for a channel that was never set.</param>
/// <param name="DutyNanoseconds">Time on in a period, at most the period.</param>
/// <param name="IsInverted">True for inverse polarity.</param>
/// <param name="IsEnabled">True when it runs.</param>
internal readonly record struct PwmSetting(long PeriodNanoseconds, long DutyNanoseconds, bool IsInverted, bool IsEnabled);
