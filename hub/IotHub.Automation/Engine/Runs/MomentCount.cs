namespace IotHub.Automation.Engine.Runs;

/// <summary>What one automation has done within one input, so that what it does too much of is cut there and touches no other.</summary>
/// <param name="Input">Which input, counted by the engine.</param>
/// <param name="Steps">Steps of all its runs.</param>
/// <param name="Told">What it told or asked of others.</param>
internal readonly record struct MomentCount(long Input, int Steps, int Told)
{
    /// <summary>Steps without a wait. A loop that never waits ends here rather than holding the home up: some tens of milliseconds.</summary>
    public const int StepsMax = 20_000;

    /// <summary>More than any home has scenes or automations that one other follows.</summary>
    public const int ToldMax = 256;
}
