using IotHub.Automation.Compilation;

namespace IotHub.Automation.Sentences;

/// <summary>
/// Puts an automation into words: all that it does and when, so that two automations that differ in that never read alike. Its id, name and
/// description are left out, since a reader sees them beside it.
/// </summary>
public static class AutomationSentence
{
    /// <summary>The sentence.</summary>
    /// <param name="plan">The automation.</param>
    /// <param name="language">In which language.</param>
    /// <param name="names">What devices are called; null for their addresses.</param>
    public static string Write(AutomationPlan plan, SentenceLanguage language, SentenceNames? names = null)
    {
        var voice = new SentenceVoice(language, names ?? SentenceNames.Addresses);
        var times = new TimeSentences(voice);
        var triggers = new TriggerSentences(voice, times);
        var conditions = new ConditionSentences(voice, times);
        var actions = new ActionSentences(voice, conditions, triggers);

        var when = plan.Triggers.IsEmpty ? voice.Say("whole.never") : triggers.Joined(plan.Triggers);
        var provided = plan.Conditions.Of.IsEmpty ? string.Empty : voice.Say("whole.if", conditions.Joined(plan.Conditions.Of));
        var done = plan.Actions.IsEmpty ? voice.Say("whole.nothing") : actions.Joined(plan.Actions);
        return voice.Say("whole", when, provided, done, Attributes(plan, voice, actions));
    }

    private static string Attributes(AutomationPlan plan, SentenceVoice voice, ActionSentences actions)
    {
        var mode = plan.Mode switch
        {
            RunMode.Restart => voice.Say("mode.restart"),
            RunMode.Queued or RunMode.Parallel => voice.Say(plan.Mode == RunMode.Queued ? "mode.queued" : "mode.parallel", SentenceVoice.Number(plan.RunsMax), voice.Say(plan.DropsOldest ? "mode.drop-oldest" : "mode.drop-new")),
            _ => string.Empty,
        };
        return mode + voice.IfAny("cooldown", plan.Cooldown)
            + (plan.Variables.IsEmpty ? string.Empty : voice.Say("variables", actions.Let(plan.Variables)))
            + (plan.IsSafety ? voice.Say("safety") : string.Empty)
            + (plan.DependsOnHome ? voice.Say("depends") : string.Empty)
            + (plan.Enabled ? string.Empty : voice.Say("off"));
    }
}
