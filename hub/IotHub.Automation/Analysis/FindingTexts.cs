using System.Globalization;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Analysis;

/// <summary>Every sentence that a finding can have, in one place so that they can be translated together.</summary>
internal static class FindingTexts
{
    public static string Loop(IReadOnlyList<RuleModel> cycle, string because, TimeSpan? round)
    {
        var pace = round is { } time && time >= TimeSpan.FromSeconds(1) ? $", once in about {Duration.Format(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)))}" : ", as fast as the devices can";
        return (cycle.Count == 1
            ? $"{Name(cycle[0])} sets itself going again and again"
            : $"{string.Join(" sets off ", cycle.Append(cycle[0]).Select(Name))}, and so on without end") + pace + because + ".";
    }

    public static string Because(IEnumerable<string> reasons) => string.Join(" and ", reasons.Distinct(StringComparer.Ordinal)) is { Length: > 0 } text ? $", because {text}" : string.Empty;

    public static string Fight(RuleModel one, RuleModel other, string address) =>
        $"{Name(one)} and {Name(other)} set {address} differently at the same moment; which of them wins is left to their order.";

    public static string Cascade(RuleModel one, RuleModel other, string address) =>
        $"{Name(one)} sets off {Name(other)}, which at once sets {address} otherwise than {Name(one)} does.";

    public static string ByTurns(RuleModel one, RuleModel other, string address) =>
        $"{Name(one)} and {Name(other)} come again and again and set {address} to and fro.";

    public static string RoomFight(RuleModel one, RuleModel other, string left, string right, string because) =>
        $"{Name(one)} keeps {left} on while {Name(other)} switches {right} on against it{because}.";

    public static string NeverHolds(RuleModel rule) => $"{Name(rule)} never runs: whatever sets it off, its conditions cannot hold then.";

    public static string TriggerNeverHolds(RuleModel rule, string trigger) => $"Trigger {trigger} of {Name(rule)} never leads to a run: the conditions cannot hold when it comes.";

    public static string NeverComes(RuleModel rule, string trigger) => $"Trigger {trigger} of {Name(rule)} can never come.";

    public static string StepNeverHolds(RuleModel rule, string step) => $"The condition at {step} of {Name(rule)} can never hold, so that what depends on it is never done.";

    public static string Redundant(RuleModel rule, RuleModel by) => $"{Name(rule)} does nothing that {Name(by)} does not do as well whenever it runs.";

    public static string Undone(RuleModel rule, RuleModel by, string address) => $"Whenever {Name(rule)} sets {address}, {Name(by)} sets it back at once.";

    public static string WindowSkipped(RuleModel rule, DateOnly night) =>
        $"On {Date(night)} clocks go forward over the whole time window of {Name(rule)}: that night it cannot run.";

    public static string WindowTwice(RuleModel rule, DateOnly night) =>
        $"On {Date(night)} clocks go back, and the time window of {Name(rule)} comes twice.";

    public static string TimeSkipped(RuleModel rule, DateOnly night) =>
        $"On {Date(night)} clocks change, and {Name(rule)} does not run though it does on other days: its time comes when its conditions no longer hold.";

    public static string TimeTwice(RuleModel rule, DateOnly night) =>
        $"On {Date(night)} clocks change, and {Name(rule)} runs more often than on other days.";

    public static string TimesTogether(RuleModel one, RuleModel other, string address, DateOnly night) =>
        $"On {Date(night)} clocks go forward over the times of {Name(one)} and {Name(other)}: both set {address} at the same moment, and the later of the two may be undone.";

    public static string NeverUndone(RuleModel rule, IReadOnlyList<string> addresses) =>
        $"{Name(rule)} switches {string.Join(", ", addresses)} on, and no automation or scene of the home ever switches {(addresses.Count == 1 ? "it" : "them")} off.";

    public static string Name(RuleModel rule) => rule.Plan.Name.Length > 0 && rule.Plan.Name != rule.Id ? $"“{rule.Plan.Name}” ({rule.Id})" : rule.Id;

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
