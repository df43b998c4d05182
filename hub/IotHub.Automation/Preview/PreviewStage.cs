using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.Watching;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Preview;

/// <summary>
/// One version of an automation on its own, in an engine that is told what was recorded. What it wants goes into a log and nowhere else. A command
/// counts as confirmed at once, except a call whose end was recorded: it ends when it really did, with what it really brought.
/// </summary>
internal sealed class PreviewStage
{
    // Far above what a record holds, so that no cause of a preview is taken for a recorded one.
    private const long FirstCause = 1L << 60;

    private readonly PreviewQuestion _question;
    private readonly PreviewHome _home;
    private readonly AutomationPlan _plan;
    private readonly Dictionary<(DateTimeOffset At, string Device, string Action), Queue<string>> _recordedCalls;
    private readonly Dictionary<string, bool> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Automation, long Run), RecordedHappening.RunNews> _runsOfOthers = [];

    // Calls that wait for the end that was recorded of them, by the recorded command.
    private readonly Dictionary<string, DeviceCommand> _calls = new(StringComparer.Ordinal);
    private readonly List<EngineEffect> _effects = [];
    private readonly Queue<CommandEnd> _ended = new();
    private readonly CauseSequence _causes = new(FirstCause);
    private AutomationEngine _engine;
    private bool _isIn;
    private DateTimeOffset _startedAt = DateTimeOffset.MinValue;

    public PreviewStage(PreviewQuestion question, AutomationPlan plan, PreviewHome home, RecordedBeginning beginning)
    {
        (_question, _plan, _home) = (question, plan with { Enabled = true }, home);
        _recordedCalls = beginning.Calls.GroupBy(call => (call.At, call.Device, call.Action)).ToDictionary(group => group.Key, group => new Queue<string>(group.Select(call => call.Command)));
        Log = new PreviewLog(plan.Id, question.From);
        foreach (var (id, isEnabled) in question.Others)
        {
            _others[id] = isEnabled;
        }

        _engine = MakeEngine(beginning.At, beginning.At);
    }

    public PreviewLog Log { get; }

    /// <summary>True where a call was made of which no end was recorded.</summary>
    public bool LacksResults { get; private set; }

    public void Put(DateTimeOffset now, long runsBefore)
    {
        _isIn = true;
        _engine.Put(_plan, now, _effects);
        _engine.CountFrom(_plan.Id, runsBefore);
        Carry(now);
    }

    public void Withdraw(DateTimeOffset now)
    {
        if (_isIn)
        {
            _isIn = false;
            _engine.Remove(_plan.Id, now, _effects, comesBack: true);
            Carry(now);
        }
    }

    /// <summary>Does what is due up to a moment, or only before it.</summary>
    public void AdvanceTo(DateTimeOffset moment, bool isInclusive)
    {
        while (_engine.NextDue is { } due && (isInclusive ? due <= moment : due < moment))
        {
            // What came due while the hub was away is done as of its start, as the loop does.
            var at = _startedAt - due > PreviewLimits.LateAfter ? _startedAt : due;
            Settle(at);
            _engine.OnTime(at, _effects);
            Carry(at);
        }
    }

    /// <summary>It hears of all that it brought about itself.</summary>
    public void Settle(DateTimeOffset now)
    {
        do
        {
            _engine.TellAllHeld(now, _effects);
            Carry(now);
        }
        while (_engine.HoldsSome);
    }

    public void Tell(StateChange change)
    {
        _engine.OnStateChange(change, _effects);
        Carry(change.At);
    }

    public void TellSaidAgain(Device device, int property, DateTimeOffset now)
    {
        _engine.OnSaidAgain(device, property, now, _effects);
        Carry(now);
    }

    public void TellAvailability(Device device, RecordedHappening.AvailabilityNews news)
    {
        _engine.OnAvailability(device, news.Becomes, CauseOf(news, CauseOrigin.Device, news.Device), news.At, _effects);
        Carry(news.At);
    }

    public void TellEvent(Device device, EventMessage message, RecordedHappening.Event happening)
    {
        _engine.OnEvent(device, message, CauseOf(happening, CauseOrigin.Device, device.Name), happening.At, _effects);
        Carry(happening.At);
    }

    /// <summary>Tells it anything that is about no device.</summary>
    public void Tell(RecordedHappening happening)
    {
        switch (happening)
        {
            case RecordedHappening.Message message:
                _engine.OnMessage(message.Topic, message.Payload, CauseOf(message, CauseOrigin.Hub, "mqtt"), message.At, _effects);
                break;
            case RecordedHappening.Hook hook:
                _engine.OnWebhook(hook.Name, hook.Method, hook.Body, CauseOf(hook, CauseOrigin.Hub, "webhook"), hook.At, _effects);
                break;
            case RecordedHappening.Ready ready:
                _engine.OnStarted(CauseOf(ready, CauseOrigin.Hub, "hub"), ready.At, _effects);
                break;
            case RecordedHappening.CallEnded ended when ended.Automation == _plan.Id:
                TellEnd(ended);
                break;
            case RecordedHappening.RunNews news when news.Automation != _plan.Id:
                _engine.OnRecordedRun(news.Automation, news.Became, CauseOf(news, CauseOrigin.Automation, news.Automation), news.At, _effects);
                break;
            case RecordedHappening.SceneRan scene when scene.By != _plan.Id:
                _engine.OnRecordedScene(scene.Scene, CauseOf(scene, scene.By.Length == 0 ? CauseOrigin.Person : CauseOrigin.Automation, scene.By), scene.At, _effects);
                break;
            case RecordedHappening.Remembered remembered when remembered.By != _plan.Id:
                _engine.OnRecordedSnapshot(remembered.Key, remembered.Devices);
                break;
            case RecordedHappening.Asked asked when asked.Automation == _plan.Id && asked.By != _plan.Id:
                TellAsk(asked);
                break;
            case RecordedHappening.Standing standing when standing.Automation != _plan.Id:
                _others[standing.Automation] = standing.IsActive;
                _engine.PutRecorded(standing.Automation, standing.IsActive, standing.At, _effects);
                break;
        }

        Carry(happening.At);
    }

    /// <summary>It hears of something that automations brought about, itself among them.</summary>
    public void Hear(RecordedHappening doing)
    {
        if (RecordedCall.ActorOf(doing) == _plan.Id)
        {
            HearOwn(doing);
        }
        else
        {
            Tell(doing);
        }
    }

    /// <summary>After news of another automation's run: whoever asks whether it runs looks again.</summary>
    public void HearStanding(RecordedHappening.RunNews news)
    {
        if (news.Automation != _plan.Id)
        {
            _engine.OnRecordedStanding(news.Automation, news.Became, CauseOf(news, CauseOrigin.Automation, news.Automation), news.At, _effects);
            Carry(news.At);
        }
    }

    /// <summary>The hub was away and is back: another engine goes on with what this one would have written down.</summary>
    public void Restart(RecordedHappening.HubStarted started)
    {
        var memories = _engine.Memories(started.LastAlive);
        _startedAt = started.At;
        _engine = MakeEngine(started.At, started.LastAlive);
        if (_isIn)
        {
            _engine.Put(_plan, started.At, _effects);
        }

        Carry(started.At);
        foreach (var memory in memories.Where(memory => memory.Id == _plan.Id || memory.Id.StartsWith(AutomationMemory.SnapshotPrefix, StringComparison.Ordinal)))
        {
            _engine.Restore(memory, started.LastAlive, started.At, _effects);
        }

        _engine.CatchUp(started.LastAlive, started.At, _effects);
        Carry(started.At);
    }

    /// <summary>A run of another automation begins or ends; its listeners are told later.</summary>
    public void Follow(RecordedHappening.RunNews news)
    {
        _engine.SetRecordedRun(news.Automation, news.Run, news.Became, news.IsAnew, CauseOf(news, CauseOrigin.Automation, news.Automation));
        if (news.Became != Triggers.RunHappening.Started)
        {
            _runsOfOthers.Remove((news.Automation, news.Run));
            return;
        }

        if (news.IsAnew)
        {
            foreach (var key in _runsOfOthers.Keys.Where(key => key.Automation == news.Automation).ToArray())
            {
                _runsOfOthers.Remove(key);
            }
        }

        _runsOfOthers[(news.Automation, news.Run)] = news;
    }

    /// <summary>An engine with all but the automation.</summary>
    /// <param name="now">The time.</param>
    /// <param name="since">Who was on the way out by then still is.</param>
    private AutomationEngine MakeEngine(DateTimeOffset now, DateTimeOffset since)
    {
        var engine = new AutomationEngine(new AutomationEngineOptions { Place = _question.Place, HoldsNews = true }, _causes, _home);
        foreach (var scene in _question.Scenes)
        {
            engine.PutScene(scene);
        }

        foreach (var person in _question.People)
        {
            engine.PutPerson(person, now, _effects, since);
        }

        foreach (var (id, isEnabled) in _others.OrderBy(other => other.Key, StringComparer.Ordinal))
        {
            engine.PutRecorded(id, isEnabled, now, _effects);
        }

        foreach (var news in _runsOfOthers.Values)
        {
            engine.SetRecordedRun(news.Automation, news.Run, news.Became, isAnew: false, CauseOf(news, CauseOrigin.Automation, news.Automation));
        }

        return engine;
    }

    /// <summary>Another version may have brought about something else: it hears of what is on record only where that comes next for it.</summary>
    private void HearOwn(RecordedHappening own)
    {
        switch (own)
        {
            case RecordedHappening.RunNews news:
                _engine.TellHeld(new WatchKey(WatchKind.Run, _plan.Id), news.Became, news.At, _effects);
                break;
            case RecordedHappening.SceneRan scene:
                _engine.TellHeld(new WatchKey(WatchKind.Scene, scene.Scene), null, scene.At, _effects);
                break;
            case RecordedHappening.Asked asked:
                _engine.AskHeld(asked.Automation, asked.At, _effects);
                break;
        }

        Carry(own.At);
    }

    private void TellAsk(RecordedHappening.Asked asked)
    {
        if (asked.By.Length == 0)
        {
            _engine.RunAutomation(_plan.Id, asked.TestsConditions, CauseOf(asked, CauseOrigin.Person, "a person"), asked.At, _effects);
        }
        else
        {
            _engine.OnRecordedAsk(
                new EngineEffect.Asked(_plan.Id, asked.TestsConditions, asked.By, asked.With, CauseOf(asked, CauseOrigin.Automation, asked.By)), asked.At, _effects);
        }
    }

    private void TellEnd(RecordedHappening.CallEnded ended)
    {
        if (_calls.Remove(ended.Command, out var command))
        {
            var results = command.Call!.Out
                .Select(property => (property, ended.Out.FirstOrDefault(result => result.Property == property.Key)))
                .Where(pair => pair.Item2 is not null)
                .Select(pair => new PropertyReading(pair.property, pair.Item2!.Value));
            _engine.OnCommandEnded(new CommandEnd(command, ended.Outcome, null, null, ended.At) { Out = [.. results] }, _effects);
        }
    }

    /// <summary>Takes down what the engine wants, until it wants nothing more.</summary>
    private void Carry(DateTimeOffset now)
    {
        while (_effects.Count > 0 || _ended.Count > 0)
        {
            for (var i = 0; i < _effects.Count; i++)
            {
                Take(_effects[i], now);
            }

            _effects.Clear();
            if (_ended.TryDequeue(out var end))
            {
                _engine.OnCommandEnded(end, _effects);
            }
        }
    }

    private void Take(EngineEffect effect, DateTimeOffset now)
    {
        switch (effect)
        {
            case EngineEffect.Decided { Decision: var decision }:
                Log.Add(decision);
                break;
            case EngineEffect.SetProperties set:
                if (!set.IsResumed)
                {
                    Log.Add(set.Cause, new PreviewCommand(now, PreviewCommandKind.Set, PreviewTexts.Set(set.Device.Name, set.Values)));
                }

                _ended.Enqueue(new CommandEnd(CommandOf(set.CommandId, set.Device, null, set.Cause, now), CommandOutcome.Confirmed, null, null, now));
                break;
            case EngineEffect.CallAction call:
                if (!call.IsResumed)
                {
                    Log.Add(call.Cause, new PreviewCommand(now, PreviewCommandKind.Call, PreviewTexts.Call(call.Device.Name, call.Action.Key, call.In)));
                    Begin(call, now);
                }

                break;
            case EngineEffect.Notify notify:
                Log.Add(notify.Cause, new PreviewCommand(now, PreviewCommandKind.Notify, PreviewTexts.Notice(notify)));
                break;
            case EngineEffect.Request request:
                Log.Add(request.Cause, new PreviewCommand(now, PreviewCommandKind.Request, PreviewTexts.Request(request)));
                break;
            case EngineEffect.Publish publish:
                Log.Add(publish.Cause, new PreviewCommand(now, PreviewCommandKind.Publish, PreviewTexts.Message(publish)));
                break;
            case EngineEffect.Switch other:
                Log.Add(null, new PreviewCommand(now, PreviewCommandKind.Switch, $"{other.Id} {(other.Enabled ? "on" : "off")}"));
                if (other.Id == _plan.Id && !other.Enabled)
                {
                    _isIn = false;
                    _engine.Remove(_plan.Id, now, _effects, comesBack: true);
                }

                break;
        }
    }

    /// <summary>A call ends when it really did; one that really was not made ends at once, and brings nothing.</summary>
    private void Begin(EngineEffect.CallAction call, DateTimeOffset now)
    {
        var command = CommandOf(call.CommandId, call.Device, call.Action, call.Cause, now);
        if (_recordedCalls.TryGetValue((now, call.Device.Name, call.Action.Key), out var recorded) && recorded.TryDequeue(out var id))
        {
            _calls[id] = command;
            return;
        }

        LacksResults |= !call.Action.Out.IsEmpty;
        _ended.Enqueue(new CommandEnd(command, CommandOutcome.Confirmed, null, null, now));
    }

    private static DeviceCommand CommandOf(string id, Device device, ContractAction? call, Cause cause, DateTimeOffset now) =>
        new() { Id = id, Device = device, Call = call, Cause = cause, SentAt = now, Deadline = now };

    private static Cause CauseOf(RecordedHappening happening, CauseOrigin origin, string by) =>
        new(happening.Order, happening.Order, happening.Order, happening.Hops, origin, by);
}
