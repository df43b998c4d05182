namespace IotHub.Devices.Commands;

/// <summary>How fast commands go out, and how long what was sent is taken into account.</summary>
internal static class CommandPace
{
    /// <summary>
    /// How long a further value for a property waits for the one before it to be answered. Below what an eye calls late, above what a
    /// device on a radio takes: of a slider's hundred values a second, seven go out.
    /// </summary>
    public static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// How long a request, or a report of it, may still be on its way: within it, a report of the wanted value may be an echo of something
    /// older and proves nothing by itself. Twice the deadline of a command.
    /// </summary>
    public static readonly TimeSpan Echo = TimeSpan.FromSeconds(10);

    /// <summary>How long a command that ended is remembered, so that a late answer finds what it is an answer to.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    // Most answers come within 100 ms, a sleeping radio's within 400. Each gap is a sixth longer than the one before: in five seconds that is
    // eight messages, six after a stall of two seconds.
    private const double FirstGapMilliseconds = 400;
    private const double Growth = 7.0 / 6;
    private const double LongestGapMilliseconds = 2_000;

    /// <summary>How long to wait after a message before the next.</summary>
    /// <param name="attempt">How many have gone out since the device last said anything of it, from 1.</param>
    public static TimeSpan GapAfter(int attempt) =>
        TimeSpan.FromMilliseconds(Math.Min(LongestGapMilliseconds, Math.Round(FirstGapMilliseconds * Math.Pow(Growth, Math.Min(attempt, 12) - 1))));
}
