using System.Collections.Immutable;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>What a product would be in this home.</summary>
/// <param name="Verdict">No where any reason says no, else unknown where any does, else yes.</param>
/// <param name="Reasons">All that was looked at.</param>
/// <param name="Completes">Scenes and automations of the home that lack only this.</param>
/// <param name="Enables">Scene templates for which the home would then have everything and now has not.</param>
public sealed record CompatibilityAnswer(CompatibilityVerdict Verdict, ImmutableArray<CompatibilityReason> Reasons, ImmutableArray<HomeScene> Completes, ImmutableArray<SceneTemplate> Enables);
