namespace IotHub.Automation.Preview;

/// <summary>Bounds of a preview. Beyond one of them things are counted and no longer listed.</summary>
public static class PreviewLimits
{
    /// <summary>Days that a preview looks back at most: a month shows every weekday four times.</summary>
    public const int DaysMax = 30;

    /// <summary>Runs that are listed with their steps; a person reads a few dozen.</summary>
    public const int RunsShownMax = 1_000;

    /// <summary>Refused triggers that are listed.</summary>
    public const int RefusalsShownMax = 500;

    /// <summary>Steps, and commands, that are listed of one run.</summary>
    public const int StepsShownMax = 100;

    /// <summary>Differences, and runs that were not reproduced, that are listed.</summary>
    public const int DifferencesShownMax = 500;

    /// <summary>Runs that are compared, at some fifty bytes each: more than an automation makes in a month before it is switched off for running too often.</summary>
    public const int RunsComparedMax = 200_000;

    /// <summary>Sentences about what could not be known.</summary>
    public const int UnknownsMax = 50;

    /// <summary>Inputs of a scenario.</summary>
    public const int ScenarioInputsMax = 10_000;

    /// <summary>
    /// How long before the span a replay begins, so that waits, holds and cooldowns that were under way at its beginning are under way in it, too: as
    /// long as most of them are, and little of a month.
    /// </summary>
    public static readonly TimeSpan LeadTime = TimeSpan.FromDays(1);

    /// <summary>What was due longer ago than this when the hub started is done as of the start; as <c>HubLoopOptions.LateAfter</c>.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(1);
}
