namespace IotHub.Automation.Schedules.LocalTime;

/// <summary>A part of a local day during which its clock runs evenly.</summary>
/// <param name="Start">Its first moment, in UTC.</param>
/// <param name="Wall">What the clock shows then, in seconds from midnight, 0 to 86,399.</param>
/// <param name="Seconds">How long it lasts, above zero.</param>
public readonly record struct LocalStretch(DateTimeOffset Start, int Wall, int Seconds)
{
    /// <summary>What the clock would show at the end, not included; at most 86,400.</summary>
    public int WallEnd => Wall + Seconds;

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End => Start.AddSeconds(Seconds);

    /// <summary>True when the clock shows this second of the day during the stretch.</summary>
    public bool Shows(int second) => second >= Wall && second < WallEnd;
}
