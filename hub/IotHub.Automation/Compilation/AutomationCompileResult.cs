using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Compilation;

/// <summary>What became of an automation's text.</summary>
/// <param name="Document">What was written; null when the text is not a JSON object.</param>
/// <param name="Plan">What can run; null when something is wrong or a device is missing.</param>
/// <param name="Diagnostics">Everything there is to say, in order of the text.</param>
/// <param name="IsWaitingForDevices">True when nothing is wrong but a device or template that it names is not in the home (yet); compile again when they change.</param>
public sealed record AutomationCompileResult(AutomationDocument? Document, AutomationPlan? Plan, ImmutableArray<Diagnostic> Diagnostics, bool IsWaitingForDevices)
{
    /// <summary>True when devices are meant by room or kind, so that it must be compiled again when any device joins, leaves or moves, whether it has a plan now or not.</summary>
    public bool DependsOnHome { get; init; }
}
