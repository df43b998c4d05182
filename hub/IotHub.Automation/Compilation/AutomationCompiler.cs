using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Conditions;
using IotHub.Automation.Documents;
using IotHub.Automation.Triggers;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>Turns the text of an automation into a plan, or says everything that is wrong with it.</summary>
public static class AutomationCompiler
{
    /// <summary>Compiles one document.</summary>
    /// <param name="utf8Json">The text; it must not change afterwards, since the document refers to it.</param>
    /// <param name="idDefault">The id where the document writes none: that of the address or file.</param>
    /// <param name="home">The home to check against.</param>
    /// <param name="scenes">Ids of the scenes that there are, for a warning about one that is missing; null to say nothing about that.</param>
    public static AutomationCompileResult Compile(ReadOnlyMemory<byte> utf8Json, string idDefault, IHomeView home, IReadOnlySet<string>? scenes = null)
    {
        var faults = new DocumentFaults("automation");
        if (DocumentReader.ReadAutomation(utf8Json, idDefault, faults) is not { } document)
        {
            return new AutomationCompileResult(null, null, faults.ToImmutable(), false);
        }

        CheckTriggerIds(document, faults);
        var resolver = new PlanResolver(home, faults, scenes);
        ImmutableArray<string> ids = [.. document.Triggers.Select(trigger => trigger.Id)];
        ImmutableArray<TriggerPlan> triggers = [.. document.Triggers.Select(resolver.Trigger).OfType<TriggerPlan>()];
        var conditions = new ConditionPlan.All(resolver.Conditions(document.Conditions, ids));
        ImmutableArray<ActionPlan> actions = [.. document.Actions.Select(resolver.Action).OfType<ActionPlan>()];
        var plan = faults.HasErrors || resolver.IsWaiting ? null : new AutomationPlan
        {
            Id = document.Id,
            Name = document.Name,
            Enabled = document.Enabled,
            Mode = document.Mode,
            Triggers = triggers,
            Conditions = conditions,
            Actions = actions,
        };
        return new AutomationCompileResult(document, plan, faults.ToImmutable(), resolver.IsWaiting && !faults.HasErrors);
    }

    private static void CheckTriggerIds(AutomationDocument document, DocumentFaults faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var trigger in document.Triggers)
        {
            if (!seen.Add(trigger.Id))
            {
                trigger.At.TryGet("id", out var id);
                faults.Error(id ?? trigger.At, "trigger.duplicate", $"Two triggers have the id \"{trigger.Id}\".");
            }
        }
    }
}
