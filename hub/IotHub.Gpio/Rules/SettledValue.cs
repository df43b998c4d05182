namespace IotHub.Gpio.Rules;

/// <summary>Debounce in software: a value counts when it has lasted for a time. Pure: told the time, asked what is due.</summary>
/// <param name="period">How long a value must last; zero for at once.</param>
/// <param name="initial">What it is at the start.</param>
public sealed class SettledValue(TimeSpan period, bool initial)
{
    private bool _candidate = initial;

    /// <summary>The settled value.</summary>
    public bool Value { get; private set; } = initial;

    /// <summary>When the value that is there now will have lasted long enough; null when it is the settled one.</summary>
    public TimeSpan? NextDue { get; private set; }

    /// <summary>A value was seen.</summary>
    /// <returns>True when the settled value became another by it.</returns>
    public bool Take(bool value, TimeSpan now)
    {
        // The one that was there may have lasted long enough without anybody asking.
        var changed = OnTime(now);
        if (value != _candidate)
        {
            _candidate = value;
            NextDue = value == Value ? null : now + period;
        }

        return OnTime(now) || changed;
    }

    /// <summary>Time has passed.</summary>
    /// <returns>True when the settled value became another.</returns>
    public bool OnTime(TimeSpan now)
    {
        if (NextDue is not { } due || due > now)
        {
            return false;
        }

        NextDue = null;
        Value = _candidate;
        return true;
    }
}
