using IotHub.Automation.Schedules;

namespace IotHub.Automation.Engine;

/// <summary>How the engine runs, and the bounds of what it holds.</summary>
public sealed record AutomationEngineOptions
{
    /// <summary>The home's clocks, days and sun: times of the day, days and windows are local to it.</summary>
    public required HomePlace Place { get; init; }

    /// <summary>
    /// How many automations may follow from one another, 1 or more. Beyond it a run is not begun. Chains that people mean are two or three
    /// long; eight leaves room and cuts a loop at once.
    /// </summary>
    public int HopsMax { get; init; } = 8;

    /// <summary>
    /// How many automations the engine holds, 1 or more. Ten thousand is a hundred times a big home, and with the limits of a document it also
    /// bounds runs (one each) and timers. A further one is not taken.
    /// </summary>
    public int AutomationsMax { get; init; } = 10_000;

    /// <summary>How many scenes the engine holds, 1 or more. A further one is not taken.</summary>
    public int ScenesMax { get; init; } = 2_000;

    /// <summary>
    /// Of how many runs the engine remembers what led to them, so that a chain that is cut can be named; 0 or more. The oldest is forgotten first
    /// and its part of the chain is then not named; the chain is cut all the same.
    /// </summary>
    public int ChainsMax { get; init; } = 4_096;

    /// <summary>True for a preview: what its automation brings about it hears itself only when it is told to, in its place among what others did.</summary>
    internal bool HoldsNews { get; init; }
}
