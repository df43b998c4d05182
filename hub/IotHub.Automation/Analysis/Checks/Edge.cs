using IotHub.Automation.Analysis.Rules;

namespace IotHub.Automation.Analysis.Checks;

/// <summary>One automation can set another going.</summary>
/// <param name="From">Which.</param>
/// <param name="To">Which other, or itself.</param>
/// <param name="Feedback">What a device or room does in between; null where the value that is set is itself watched.</param>
/// <param name="Seen">The stimulus of the other; null where it is run, or listens to runs or scenes.</param>
/// <param name="Write">The value that does it; null as before.</param>
internal sealed record Edge(RuleModel From, RuleModel To, ReplayFeedback? Feedback, Stimulus.Value? Seen, RuleWrite? Write)
{
    /// <summary>True when the other reacts at once.</summary>
    public bool IsAtOnce => Feedback is null && (Seen is null || Seen.For == TimeSpan.Zero);
}
