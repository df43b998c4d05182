using IotHub.Automation.Engine;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;
using IotHub.Devices;

namespace IotHub.Runtime;

/// <content>What automations want is carried out.</content>
public sealed partial class HubLoop
{
    /// <summary>Carries out what rules want, and lets them see what became of devices and commands by it, until all is quiet.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isDue">True where what there is to see was due by itself.</param>
    private void CarryOut(DateTimeOffset now, bool isDue = false)
    {
        do
        {
            for (; _seen < _outputs.Count; _seen++)
            {
                _isDue = isDue;
                Look(_outputs[_seen], now);
                _isDue = false;
                CarryOutEffects(now);
            }

            CarryOutEffects(now);
        }
        while (_seen < _outputs.Count);
    }

    private void Look(HubOutput output, DateTimeOffset now)
    {
        switch (output)
        {
            case HubOutput.CommandEnded { End: var end }:
                RecordEnd(end, now);
                _engine.OnCommandEnded(end, _effects);
                break;
            case HubOutput.AvailabilityChanged { Device: var device, Liveness.Availability: var availability }:
                var cause = _causes.Root(CauseOrigin.Device, device.Name);
                Record(new RecordedHappening.AvailabilityNews(now, cause.Id, device.Name, availability) { IsDue = _isDue });
                _engine.OnAvailability(device, availability, cause, now, _effects);
                break;
            case HubOutput.AutomationSaved { Entry: var entry }:
                Record(new RecordedHappening.Standing(now, LastCause, entry.Id, entry.Version, entry.Status == DocumentStatus.Active));
                break;
            case HubOutput.AutomationRemoved { Id: var removed }:
                Record(new RecordedHappening.Standing(now, LastCause, removed, 0, false));
                break;
        }
    }

    private void CarryOutEffects(DateTimeOffset now)
    {
        // By position: switching an automation on or off has effects of its own.
        for (var i = 0; i < _effects.Count; i++)
        {
            switch (_effects[i])
            {
                case EngineEffect.Told told:
                    _turn = told.Ticket;
                    break;
                case EngineEffect.WasDue { At: var due }:
                    _call++;
                    _due = due < now ? due : null;
                    break;
                case EngineEffect.Decided { Decision: var decision } decided:
                    _counts.Decisions++;
                    if (decision.Kind is DecisionKind.Started or DecisionKind.Restarted)
                    {
                        _automations.OnRun(decision.Automation, decision.At);
                    }

                    _outputs.Add(new HubOutput.Decided(decision));
                    RecordRun(decided);
                    break;
                case EngineEffect.SceneRan ran:
                    RecordScene(ran, now);
                    break;
                case EngineEffect.Remembered remembered:
                    RecordSnapshot(remembered, now);
                    break;
                case EngineEffect.Asked asked:
                    RecordAsk(asked, now);
                    break;
                case EngineEffect.SetProperties set:
                    _commands.Send(set.Device, set.Values, null, [], set.Cause, now, _outputs, id: set.CommandId, isResumed: set.IsResumed, isSafety: set.IsSafety);
                    break;
                case EngineEffect.CallAction call:
                    RecordCall(call, now);
                    _commands.Send(call.Device, [], call.Action, call.In, call.Cause, now, _outputs, id: call.CommandId, isResumed: call.IsResumed, isSafety: call.IsSafety);
                    break;
                case EngineEffect.Notify notify:
                    _outputs.Add(new HubOutput.Notified(notify.To, notify.Title, notify.Message, notify.Urgency, notify.Automation, notify.Cause, now));
                    break;
                case EngineEffect.Request request:
                    _outputs.Add(new HubOutput.WebRequested(request.Method, request.Url, request.Headers, request.Body, request.Automation, request.Cause));
                    break;
                case EngineEffect.Publish publish:
                    _outputs.Add(new HubOutput.MessageWanted(publish.Topic, publish.Payload, publish.Retain, publish.Qos, publish.Automation, publish.Cause));
                    break;
                case EngineEffect.Switch other:
                    _automations.Enable(new HubInput.EnableAutomation(other.Id, other.Enabled), now, _effects, _outputs);
                    break;
                case var effect:
                    throw new InvalidOperationException($"The loop cannot carry out {effect.GetType().Name}.");
            }
        }

        _effects.Clear();
    }
}
