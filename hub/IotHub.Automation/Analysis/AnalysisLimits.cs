namespace IotHub.Automation.Analysis;

/// <summary>Bounds of the checks. What lies beyond is left aside and counted, never reported.</summary>
public static class AnalysisLimits
{
    /// <summary>Alternatives into which conditions are unfolded: people's rules have up to eight; further ones are left aside.</summary>
    public const int WaysMax = 48;

    /// <summary>Replays in one check. One takes some 50 µs, so that even this many end within a second.</summary>
    public const int ReplaysMax = 4_000;

    /// <summary>Pairs of automations that are compared in one check: each with each of some two hundred that set the same lamp.</summary>
    public const int PairsMax = 40_000;

    /// <summary>Effects of one replay; what does more than that is a loop and is cut by the engine long before.</summary>
    public const int EffectsMax = 1_000;

    /// <summary>Steps of time in one replay: looks at a condition each minute through half a day.</summary>
    public const int TimeStepsMax = 1_000;

    /// <summary>Automations in one loop. Longer ones have no case in what people write, and the number of ways grows with the length.</summary>
    public const int LoopLengthMax = 5;

    /// <summary>Loops that are replayed in one check.</summary>
    public const int LoopsMax = 200;

    /// <summary>Situations that are tried for one suspicion before it is dropped.</summary>
    public const int SituationsMax = 8;

    /// <summary>How far ahead times and clock changes are looked for: a year and a month, so that each day of the year lies within.</summary>
    public static TimeSpan Ahead { get; } = TimeSpan.FromDays(400);
}
