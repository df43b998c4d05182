using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;
using IotHub.Devices.Availability;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <content>What held before a restart is believed when the device says it again.</content>
public sealed partial class AutomationEngine
{
    /// <summary>A device said that something is as it was: a hold from before the restart goes on, and one that has come due by now fires.</summary>
    private void Prove(TriggerSet set, int trigger, int slot, DateTimeOffset now)
    {
        if (set.States[trigger].Timers[slot] is { IsProven: false, IsCancelled: false, Event: { } happening } hold && IsProven(set, trigger, slot))
        {
            hold.IsProven = true;
            if (hold.IsOverdue)
            {
                OnHeld(hold, set, happening, EngineTexts.Late(hold.Due), now);
            }
        }
    }

    private bool IsProven(TriggerSet set, int trigger, int slot)
    {
        var state = set.States[trigger];
        switch (set.Plans[trigger])
        {
            case TriggerPlan.Property { Rule: GroupRule.Each } each:
                return StateOf(each.Watched[slot].Reference).Origin != ValueOrigin.Restored;
            case TriggerPlan.Property group:
                for (var watch = 0; watch < state.Inside.Length; watch++)
                {
                    if (state.Inside[watch] && StateOf(group.Watched[watch].Reference).Origin == ValueOrigin.Restored)
                    {
                        return false;
                    }
                }

                return true;
            case TriggerPlan.Availability availability:
                for (var watch = 0; watch < state.Inside.Length; watch++)
                {
                    if (state.Inside[watch] && (availability.Rule != GroupRule.Each || watch == slot)
                        && _scope.AvailabilityOf(availability.Devices[watch]) == DeviceAvailability.Unknown && !availability.Becomes.Contains(DeviceAvailability.Unknown))
                    {
                        return false;
                    }
                }

                return true;
            case TriggerPlan.Expression expression:
                foreach (var reference in expression.Becomes.References)
                {
                    if (StateOf(reference) is { Value.HasValue: true, Origin: ValueOrigin.Restored })
                    {
                        return false;
                    }
                }

                return true;
            default:
                // Who is at home is not remembered by reports alone.
                return true;
        }
    }
}
