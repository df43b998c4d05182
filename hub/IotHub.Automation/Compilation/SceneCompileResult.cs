using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Compilation;

/// <summary>What became of a scene's text; the members mean what they mean in <see cref="AutomationCompileResult"/>.</summary>
public sealed record SceneCompileResult(SceneDocument? Document, ScenePlan? Plan, ImmutableArray<Diagnostic> Diagnostics, bool IsWaitingForDevices)
{
    /// <inheritdoc cref="AutomationCompileResult.DependsOnHome"/>
    public bool DependsOnHome { get; init; }
}
