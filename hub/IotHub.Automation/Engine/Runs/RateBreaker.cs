using IotHub.Devices;

namespace IotHub.Automation.Engine.Runs;

/// <summary>
/// Cuts an automation that runs without end: two buckets of runs that fill up slowly. A person who drags a slider and a meter that reports each
/// second stay below both. A loop over anything outside, whose causes nobody sees, empties the small one within two seconds when it comes round
/// 70 times a second, as an echo over a broker does; one too slow for that empties the large one within hours.
/// </summary>
internal sealed class RateBreaker
{
    /// <summary>Runs in a row.</summary>
    public const int BurstMax = 120;

    /// <summary>Runs a second for some minutes.</summary>
    public const int PerSecond = 10;

    /// <summary>Runs beyond <see cref="PerSecondForLong"/> until it is for long: a loop of three a second is found within the hour.</summary>
    public const int LongMax = 3_600;

    /// <summary>Runs a second for hours. Meters report once a second, and a rule may go by each report.</summary>
    public const int PerSecondForLong = 2;

    /// <summary>
    /// What a run counts that came within a moment of a command to the very property that set it going, by a report which nobody asked for:
    /// most likely a device that answers with another value than it was given. Twenty in a row, or ten a second for three seconds.
    /// </summary>
    public const int EchoWeight = 6;

    /// <summary>What a run counts that went round and round without a wait: each holds the home up, and the third in a row is the last.</summary>
    public const int EndlessWeight = 40;

    private double _left = BurstMax;
    private double _leftForLong = LongMax;
    private DateTimeOffset? _at;

    /// <summary>Takes one run.</summary>
    /// <param name="now">The time.</param>
    /// <param name="weight">How many runs it counts as.</param>
    /// <returns>Null when it may begin; else why not, in words.</returns>
    public string? Take(DateTimeOffset now, int weight = 1)
    {
        if (_at is { } before && now > before)
        {
            var seconds = (now - before).TotalSeconds;
            _left = Math.Min(BurstMax, _left + (seconds * PerSecond));
            _leftForLong = Math.Min(LongMax, _leftForLong + (seconds * PerSecondForLong));
        }

        _at = now;
        if (_left < weight)
        {
            return weight == 1
                ? $"it ran more than {BurstMax} times in a row, faster than {PerSecond} times a second"
                : $"it ran more than {BurstMax / EchoWeight} times in a row, each a moment after what it was set going by had been set";
        }

        if (_leftForLong < 1)
        {
            return $"it ran faster than {PerSecondForLong} times a second for long";
        }

        _left -= weight;
        _leftForLong--;
        return null;
    }

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift) => _at = shift.Moved(_at);

    /// <summary>A run that was taken has done harm: it counts as more.</summary>
    public void Charge(int weight) => _left = Math.Max(0, _left - weight);
}
