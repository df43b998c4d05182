namespace IotHub.Automation.Engine.Runs;

/// <summary>
/// Cuts an automation that runs without end: a bucket of runs that fills up slowly. A person who drags a slider stays far below it; a loop over
/// anything outside, whose causes nobody sees, empties it within two seconds.
/// </summary>
internal sealed class RateBreaker
{
    /// <summary>Runs in a row.</summary>
    public const int BurstMax = 120;

    /// <summary>Runs a second in the long run.</summary>
    public const int PerSecond = 10;

    private double _left = BurstMax;
    private DateTimeOffset? _at;

    /// <summary>Takes one run; false when there were too many.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (_at is { } before && now > before)
        {
            _left = Math.Min(BurstMax, _left + ((now - before).TotalSeconds * PerSecond));
        }

        _at = now;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
