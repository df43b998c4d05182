namespace IotHub.Gpio.Rules;

/// <summary>
/// Keeps a relay's minimum and maximum times. What is asked for a little too early is done when it may be, the newest wish counts; what would have to wait long
/// is refused. After the longest time on it goes off whatever was asked. Pure: told the time, asked what is due.
/// </summary>
/// <remarks>The hub does not know how long the relay was as it is before the start: it counts as switched at the start, which is the safe side of a minimum.</remarks>
public sealed class RelayGuard
{
    private readonly RelayTimes _times;
    private TimeSpan _since;

    /// <summary>Guards a relay.</summary>
    /// <param name="times">Its bounds.</param>
    /// <param name="isOn">How it is.</param>
    /// <param name="now">The time, from when it counts as being so.</param>
    public RelayGuard(RelayTimes times, bool isOn, TimeSpan now) => (_times, IsOn, Wanted, _since) = (times, isOn, isOn, now);

    /// <summary>How the relay is to be now.</summary>
    public bool IsOn { get; private set; }

    /// <summary>How it was last asked to be.</summary>
    public bool Wanted { get; private set; }

    /// <summary>When something is next to be done; null when nothing is.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            TimeSpan? wish = Wanted == IsOn ? null : _since + (IsOn ? _times.OnMin : _times.OffMin);
            TimeSpan? end = IsOn ? _since + _times.OnMax : null;
            return wish is null || end < wish ? end ?? wish : wish;
        }
    }

    /// <summary>Somebody wants it on or off.</summary>
    /// <param name="isOn">Which.</param>
    /// <param name="now">The time.</param>
    /// <param name="patience">A wish that has to wait longer is refused, and not kept.</param>
    public RelayAnswer Ask(bool isOn, TimeSpan now, TimeSpan patience)
    {
        OnTime(now);
        if (isOn == IsOn)
        {
            // Also takes back what was asked for and has not come.
            Wanted = isOn;
            return RelayAnswer.Done;
        }

        if (_since + (IsOn ? _times.OnMin : _times.OffMin) - now > patience)
        {
            return RelayAnswer.TooEarly;
        }

        Wanted = isOn;
        OnTime(now);
        return IsOn == isOn ? RelayAnswer.Done : RelayAnswer.Later;
    }

    /// <summary>Time has passed.</summary>
    /// <returns>True when <see cref="IsOn"/> became another.</returns>
    public bool OnTime(TimeSpan now)
    {
        var before = IsOn;
        while (NextDue is { } due && due <= now)
        {
            if (IsOn && _since + _times.OnMax <= now)
            {
                Wanted = false;
            }

            IsOn = Wanted;
            _since = now;
        }

        return IsOn != before;
    }
}
