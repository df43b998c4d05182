using System.Collections.Immutable;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>What an automation is, as far as the checks look at it.</summary>
internal sealed record RuleModel
{
    public required AutomationPlan Plan { get; init; }

    public string Id => Plan.Id;

    public required ImmutableArray<Stimulus> Stimuli { get; init; }

    /// <summary>The ways in which its conditions can hold; none for never.</summary>
    public required ImmutableArray<Facts> Guard { get; init; }

    /// <summary>The ways in which they can fail to.</summary>
    public required ImmutableArray<Facts> GuardFails { get; init; }

    public required ImmutableArray<RuleWrite> Writes { get; init; }

    /// <summary>Automations that it runs.</summary>
    public required ImmutableArray<string> Runs { get; init; }

    /// <summary>Automations that it switches on or off.</summary>
    public required ImmutableArray<string> Switches { get; init; }

    /// <summary>Scenes that it sets.</summary>
    public required ImmutableArray<string> Scenes { get; init; }

    /// <summary>Steps beside values that are set and waits: notices, calls, variables, choices.</summary>
    public required int OtherSteps { get; init; }

    /// <summary>Properties that it sets to what is worked out only then, or puts back as remembered.</summary>
    public bool HasOpenWrites => Writes.Any(write => !write.Value.HasValue);

    /// <summary>How long a run takes by its constant waits.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>True when some wait ends only when something happens.</summary>
    public required bool HasOpenWaits { get; init; }

    /// <summary>Everything that holds when a stimulus finds the conditions true, in each way that does not contradict itself.</summary>
    public IEnumerable<Facts> Ways(Stimulus stimulus) => Guard.Select(stimulus.Facts.And).Where(way => !way.IsContradiction);
}
