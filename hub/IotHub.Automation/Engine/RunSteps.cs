using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>Carries a run from action to action until it waits or ends, and says what it did.</summary>
internal sealed class RunSteps(IReadOnlyDictionary<string, ScenePlan> scenes, EngineTimers timers, IHomeView home)
{
    /// <summary>Goes on from the run's next action.</summary>
    /// <param name="state">An automation with a run.</param>
    /// <param name="now">The time.</param>
    /// <param name="note">Put at the end of the first decision; says that it comes late.</param>
    /// <param name="effects">Where the effects go.</param>
    public void Go(AutomationState state, DateTimeOffset now, string note, ICollection<EngineEffect> effects)
    {
        var run = state.Run ?? throw new InvalidOperationException($"{state.Plan.Id} has no run to go on with.");
        run.Wait = null;
        var voice = new Voice(state.Plan.Id, run.Number, run.Trigger, run.Cause, now, note);
        while (run.Next < state.Plan.Actions.Length)
        {
            switch (state.Plan.Actions[run.Next++])
            {
                case ActionPlan.Wait wait:
                    run.Wait = new EngineTimer { Due = now + wait.Duration, Kind = TimerKind.Wait, Owner = state, Trigger = -1 };
                    timers.Add(run.Wait);
                    voice.Say(DecisionKind.Acted, $"Waits {Duration.Format(wait.Duration)}, until {EngineTexts.Moment(run.Wait.Due)}", effects);
                    return;
                case ActionPlan.Set set:
                    Set(set.Devices, "Sets ", voice, effects);
                    break;
                case ActionPlan.Call call:
                    Call(call, voice, effects);
                    break;
                case ActionPlan.Scene scene when scenes.TryGetValue(scene.Id, out var plan):
                    Apply(plan, voice, effects);
                    break;
                case ActionPlan.Scene scene:
                    voice.Say(DecisionKind.ActionFailed, $"There is no scene {scene.Id}", effects);
                    break;
            }

            voice = voice with { Note = string.Empty };
        }

        state.Run = null;
        voice.Say(DecisionKind.Finished, $"Run {run.Number} is done", effects);
    }

    /// <summary>Sets what a scene sets.</summary>
    public void Apply(ScenePlan scene, Voice voice, ICollection<EngineEffect> effects) => Set(scene.Devices, $"Scene {scene.Id} sets ", voice, effects);

    private void Set(ImmutableArray<DeviceValues> devices, string verb, Voice voice, ICollection<EngineEffect> effects)
    {
        var present = devices.RemoveAll(values => !IsPresent(values.Device, values.Values[0].Property));
        if (!present.IsEmpty)
        {
            voice.Say(DecisionKind.Acted, verb + EngineTexts.Set(present), effects);
        }

        foreach (var values in devices)
        {
            if (present.Contains(values) && home.TryGetDevice(values.Device.Name, out var device))
            {
                effects.Add(new EngineEffect.SetProperties(device, values.Values, voice.Cause));
            }
            else
            {
                voice.Say(DecisionKind.ActionFailed, $"{values.Device.Name} is not in the home, or not the device that it was; left out {EngineTexts.Set([values])}", effects);
            }
        }
    }

    private void Call(ActionPlan.Call call, Voice voice, ICollection<EngineEffect> effects)
    {
        if (home.TryGetDevice(call.Device.Name, out var device) && device.Contract.TryGetAction(call.Action.Key, out var action) && action.In.Length == call.Action.In.Length)
        {
            voice.Say(DecisionKind.Acted, $"Calls {EngineTexts.Call(call)}", effects);
            effects.Add(new EngineEffect.CallAction(device, call.Action, call.In, voice.Cause));
        }
        else
        {
            voice.Say(DecisionKind.ActionFailed, $"{call.Device.Name} is not in the home, or not the device that it was; left out {EngineTexts.Call(call)}", effects);
        }
    }

    // The plan's properties belong to the contract that it was compiled with; values must never go to hardware of another one.
    private bool IsPresent(Device planned, ContractProperty property) => home.TryGetDevice(planned.Name, out var device)
        && device.Contract.TryGetProperty(property.Key, out var found) && found.Format == property.Format && found.IsWritable;

    /// <summary>On whose behalf decisions are said.</summary>
    /// <param name="Automation">The automation, or <c>scene:id</c>.</param>
    /// <param name="Run">The run's number; 0 for a scene that a person ran.</param>
    /// <param name="Trigger">What set it going; empty for a scene.</param>
    /// <param name="Cause">The cause of what follows.</param>
    /// <param name="Now">When.</param>
    /// <param name="Note">Put at the end of the sentence; may be empty.</param>
    internal readonly record struct Voice(string Automation, long Run, string Trigger, Cause Cause, DateTimeOffset Now, string Note)
    {
        public void Say(DecisionKind kind, string text, ICollection<EngineEffect> effects) =>
            effects.Add(new EngineEffect.Decided(new Decision(Now, Automation, Run, kind, Trigger, $"{text}{Note}.", Cause)));
    }
}
