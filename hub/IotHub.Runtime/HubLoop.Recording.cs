using IotHub.Automation.Engine;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Preview;
using IotHub.Automation.Traces;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;

namespace IotHub.Runtime;

/// <content>What automations are told, for the record: with the changes of values it is all that a preview needs to tell it to a draft again.</content>
public sealed partial class HubLoop
{
    // True while what is recorded was due by itself and comes before what automations have due at the same moment.
    private bool _isDue;

    // What is carried out came of this call of the engine within the input, and of what automations were told in its course.
    private int _call;
    private int _turn;
    private DateTimeOffset? _due;

    private long LastCause => _causes.Next - 1;

    private void Record(RecordedHappening happening) => _outputs.Add(new HubOutput.Recorded(happening));

    private void RecordEvent(Device device, EventMessage message, Cause cause, DateTimeOffset now) => Record(new RecordedHappening.Event(
        now, cause.Id, device.Name, message.Event.Key, [.. message.Arguments.Select(argument => new PropertyMemory(argument.Property.Key, argument.Value))]));

    private void RecordSaidAgain(Device device, int property, DateTimeOffset now) =>
        Record(new RecordedHappening.SaidAgain(now, LastCause, device.Name, device.Contract.Properties[property].Key));

    private void RecordMessage(HubInput.MessageArrived message, DateTimeOffset now) =>
        Record(new RecordedHappening.Message(now, LastCause, message.Topic, Cut(message.Payload, out var isCut), isCut));

    /// <summary>Calls that nobody hears are not kept: anyone may make them.</summary>
    private void RecordHook(HubInput.HookCalled hook, bool isHeard, Cause cause, DateTimeOffset now)
    {
        if (isHeard)
        {
            Record(new RecordedHappening.Hook(now, cause.Id, hook.Hook, hook.Method, Cut(hook.Body, out var isCut), isCut));
        }
    }

    private void RecordAsk(HubInput.RunAutomation run, DateTimeOffset now) =>
        Record(new RecordedHappening.Asked(now, LastCause, run.Id, run.TestsConditions, string.Empty, []));

    /// <summary>One that goes out again after a restart is the same call.</summary>
    private void RecordCall(EngineEffect.CallAction call, DateTimeOffset now)
    {
        if (!call.IsResumed)
        {
            Record(new RecordedHappening.Called(now, LastCause, call.Cause.By, call.CommandId, call.Device.Name, call.Action.Key) { IsDue = _isDue, Due = _due, Call = _call, Turn = _turn });
        }
    }

    /// <summary>Only calls of automations bring something back that a run may wait for.</summary>
    private void RecordEnd(CommandEnd end, DateTimeOffset now)
    {
        if (end.Command is { Call: not null, Cause.Origin: CauseOrigin.Automation } command)
        {
            Record(new RecordedHappening.CallEnded(
                now, LastCause, command.Cause.By, command.Id, command.Device.Name, end.Outcome, [.. end.Out.Select(result => new PropertyMemory(result.Property.Key, result.Value))])
            {
                IsDue = _isDue,
            });
        }
    }

    private void RecordScene(EngineEffect.SceneRan ran, DateTimeOffset now) => Record(new RecordedHappening.SceneRan(now, LastCause, ran.Scene, ran.By)
    {
        Hops = ran.Cause.Hops,
        IsDue = _isDue,
        Due = _due,
        Call = _call,
        Turn = _turn,
        Ticket = ran.Ticket,
    });

    private void RecordSnapshot(EngineEffect.Remembered remembered, DateTimeOffset now) => Record(
        new RecordedHappening.Remembered(now, LastCause, remembered.Key, remembered.Devices, remembered.By) { IsDue = _isDue, Due = _due, Call = _call, Turn = _turn });

    private void RecordAsk(EngineEffect.Asked asked, DateTimeOffset now) => Record(
        new RecordedHappening.Asked(now, LastCause, asked.Automation, asked.TestsConditions, asked.By, asked.With)
        {
            Hops = asked.Cause.Hops,
            IsDue = _isDue,
            Due = _due,
            Call = _call,
            Turn = _turn,
            Ticket = asked.Ticket,
        });

    private void RecordRun(EngineEffect.Decided decided)
    {
        var decision = decided.Decision;
        RunHappening? became = decision.Kind switch
        {
            DecisionKind.Started or DecisionKind.Restarted => RunHappening.Started,
            DecisionKind.Finished => RunHappening.Finished,
            DecisionKind.Failed => RunHappening.Failed,
            DecisionKind.Stopped when decision.Run > 0 => RunHappening.Stopped,
            _ => null,
        };
        if (became is { } news)
        {
            Record(new RecordedHappening.RunNews(decision.At, LastCause, decision.Automation, decision.Run, news, decision.Kind == DecisionKind.Restarted)
            {
                Hops = decision.Cause.Hops,
                IsDue = _isDue,
                Due = _due,
                Call = _call,
                Turn = _turn,
                Ticket = decided.Ticket,
            });
        }
    }

    private static string Cut(string text, out bool isCut)
    {
        isCut = text.Length > RecordedHappeningJson.TextLengthMax;
        return isCut ? text[..RecordedHappeningJson.TextLengthMax] : text;
    }
}
