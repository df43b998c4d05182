using System.Collections.Immutable;
using IotHub.Automation.Analysis.Replay;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Analysis;

/// <summary>Runs a counter-example in an engine of its own, with no effect on any real device.</summary>
public static class CounterExampleReplay
{
    /// <summary>Runs it.</summary>
    /// <param name="example">What happens.</param>
    /// <param name="plans">The automations of the home; only those that the example names take part.</param>
    /// <param name="home">The home.</param>
    /// <returns>What the engine decided, in order. The same input gives the same lines.</returns>
    public static ImmutableArray<ReplayLine> Run(CounterExample example, IReadOnlyCollection<AutomationPlan> plans, AnalysisHome home)
    {
        ArgumentNullException.ThrowIfNull(example);
        ArgumentNullException.ThrowIfNull(home);
        var replay = Play(example, plans.Where(plan => example.Automations.Contains(plan.Id)).OrderBy(plan => plan.Id, StringComparer.Ordinal).Select(plan => plan with { Enabled = true }), home);
        return [.. replay.Lines];
    }

    internal static ReplayHome Play(CounterExample example, IEnumerable<AutomationPlan> plans, AnalysisHome home)
    {
        var replay = new ReplayHome(example, plans, home.Scenes, home.Home, home.Place);
        foreach (var input in example.Inputs)
        {
            replay.Do(input);
        }

        return replay;
    }
}
