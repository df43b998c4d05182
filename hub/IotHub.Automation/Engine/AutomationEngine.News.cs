using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;

namespace IotHub.Automation.Engine;

/// <content>What automations hear of each other.</content>
public sealed partial class AutomationEngine
{
    /// <summary>True where the automation of a preview has still to hear of something that it brought about.</summary>
    internal bool HoldsSome => _happenings.Count > 0 || _asked.Count > 0;

    /// <summary>Lets the automation of a preview hear of what it brought about itself, where that is what it hears of next.</summary>
    /// <param name="key">What.</param>
    /// <param name="ofRun">What of a run; null for others.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    internal void TellHeld(WatchKey key, RunHappening? ofRun, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        if (_happenings.TryPeek(out var next) && next.Key == key && next.OfRun == ofRun)
        {
            Tell(_happenings.Dequeue(), now);
        }
    }

    /// <summary>As <see cref="TellHeld"/>, of a run that it asked of itself or another.</summary>
    internal void AskHeld(string automation, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        if (_asked.TryPeek(out var next) && next.Automation.Plan.Id == automation)
        {
            SeeTo(_asked.Dequeue(), now);
        }
    }

    /// <summary>Lets the automation of a preview hear of all that it brought about.</summary>
    internal void TellAllHeld(DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        TellAll(now);
    }

    /// <summary>Lets automations see what others did, one after the other, until all is quiet.</summary>
    private void Settle(DateTimeOffset now)
    {
        if (!_options.HoldsNews)
        {
            TellAll(now);
        }
    }

    private void TellAll(DateTimeOffset now)
    {
        // It ends: chains by their depth, and each automation says at most so much within one input.
        while (HoldsSome)
        {
            if (_asked.TryDequeue(out var asked))
            {
                SeeTo(asked, now);
            }
            else
            {
                Tell(_happenings.Dequeue(), now);
            }
        }

        if (_tickets > 0)
        {
            _tickets = 0;
            _effects.Add(EngineEffect.Told.Of(0));
        }

        _inputs++;
    }

    private void SeeTo((AutomationState Automation, TriggerEvent Event, bool TestsConditions, int Ticket) asked, DateTimeOffset now)
    {
        _effects.Add(EngineEffect.Told.Of(asked.Ticket));
        if (_automations.GetValueOrDefault(asked.Automation.Plan.Id) == asked.Automation && !asked.Automation.IsRecorded)
        {
            Ask(asked.Automation, string.Empty, asked.Event, now, asked.TestsConditions);
        }
    }

    private void Tell(Happening happening, DateTimeOffset now)
    {
        _effects.Add(EngineEffect.Told.Of(happening.Ticket));
        TellNow(happening, now);

        // Who asks whether an automation runs, hears when that changes.
        var standing = happening.Key with { Kind = WatchKind.Standing };
        if (happening.OfRun is not null && IsHeard(standing))
        {
            _effects.Add(EngineEffect.Told.Of(happening.Ticket + 1));
            TellNow(happening with { Key = standing }, now);
        }
    }

    private void TellNow(Happening happening, DateTimeOffset now)
    {
        foreach (var entry in _keys.Find(happening.Key))
        {
            OnHappening(entry, happening, now);
        }
    }

    private void OnHappening(WatchEntry entry, Happening happening, DateTimeOffset now)
    {
        if (entry.Trigger == TriggerSet.Condition)
        {
            LookAgain(entry.Set, now);
            return;
        }

        switch (entry.Set.Plans[entry.Trigger])
        {
            case TriggerPlan.Scene:
                Fire(entry.Set, entry.Trigger, new TriggerEvent($"scene {happening.Key.Name} was run", new RunValues(), happening.Cause), now);
                break;
            case TriggerPlan.Automation plan when plan.Happening == happening.OfRun:
                Fire(entry.Set, entry.Trigger, new TriggerEvent($"{happening.Key.Name} {EngineTexts.NameOf(plan.Happening)}", new RunValues(), happening.Cause), now);
                break;
            case TriggerPlan.Expression:
                OnExpression(entry.Set, entry.Trigger, happening.Cause, mayFire: true, now);
                break;
        }
    }
}
