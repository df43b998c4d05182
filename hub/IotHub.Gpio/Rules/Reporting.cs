namespace IotHub.Gpio.Rules;

/// <summary>When a measured value is worth telling: when it has moved, or was not told for long. Pure.</summary>
/// <param name="change">By how much it must differ from what was told last; zero for whenever it differs.</param>
/// <param name="every">Told at least this often.</param>
public sealed class Reporting(double change, TimeSpan every)
{
    private double _told;
    private TimeSpan? _toldAt;

    /// <summary>A value was measured.</summary>
    /// <returns>True when it is to be told; it then counts as told.</returns>
    public bool IsDue(double value, TimeSpan now)
    {
        // 20.2 - 20 is a little less than 0.2.
        var moved = Math.Abs(value - _told);
        if (_toldAt is { } at && now - at < every && (change > 0 ? moved < change * (1 - 1e-9) : moved == 0))
        {
            return false;
        }

        (_told, _toldAt) = (value, now);
        return true;
    }

    /// <summary>What was told counts no more: the next value is told.</summary>
    public void Forget() => _toldAt = null;
}
