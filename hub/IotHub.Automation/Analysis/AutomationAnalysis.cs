using IotHub.Automation.Analysis.Checks;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Analysis;

/// <summary>
/// Looks for what people hardly want in the automations of a home: loops, fights, conditions that never hold, automations without effect of their own,
/// times that clock changes spoil, and what is switched on for good. Pure: nothing in the home is touched. A suspicion is reported only when it
/// happened in a replay of its counter-example.
/// </summary>
public static class AutomationAnalysis
{
    /// <summary>Checks automations.</summary>
    /// <param name="plans">All automations of the home. Those that are switched off are left out, unless another switches them on.</param>
    /// <param name="home">The home.</param>
    /// <param name="focus">Id of the one that is being saved: only findings in which it takes part; null for all.</param>
    public static AnalysisResult Check(IReadOnlyCollection<AutomationPlan> plans, AnalysisHome home, string? focus = null)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(home);
        var inspection = new Inspection(RuleSet.Of(plans, home), home, focus);
        new NeverCheck(inspection).Run();
        new LoopCheck(inspection).Run();
        new FightCheck(inspection).Run();
        new RoomFightCheck(inspection).Run();
        new ShadowCheck(inspection).Run();
        new ClockCheck(inspection).Run();
        new UndoneCheck(inspection).Run();
        return new AnalysisResult(
            [.. inspection.Findings.OrderBy(finding => finding.Kind).ThenBy(finding => string.Join(' ', finding.Automations), StringComparer.Ordinal)],
            inspection.Dropped,
            inspection.Unchecked);
    }
}
