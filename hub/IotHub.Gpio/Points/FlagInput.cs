using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Points;

/// <summary>An input of yes or no, settled, and what follows from it.</summary>
/// <param name="period">How long a value must last; zero for at once.</param>
/// <param name="initial">What it is at the start.</param>
/// <param name="isInverted">True when what follows is the other way round.</param>
/// <param name="tell">Called when the settled value changed, with when.</param>
internal sealed class FlagInput(TimeSpan period, bool initial, bool isInverted, Action<bool, TimeSpan> tell)
{
    private readonly SettledValue _settled = new(period, initial);

    /// <summary>The settled value.</summary>
    public bool Value => _settled.Value ^ isInverted;

    /// <summary>When a value that is there now will have settled.</summary>
    public TimeSpan? NextDue => _settled.NextDue;

    /// <summary>A value was seen.</summary>
    public void Take(bool value, TimeSpan at)
    {
        if (_settled.Take(value, at))
        {
            tell(Value, at);
        }
    }

    /// <summary>Time has passed.</summary>
    public void OnTime(TimeSpan now)
    {
        if (_settled.OnTime(now))
        {
            tell(Value, now);
        }
    }
}
