using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Model;
using IotHub.Devices;
using IotHub.Devices.State;
using IotHub.Runtime.Availability;
using IotHub.Runtime.Documents;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime;

/// <summary>
/// The hub's core, and the one way through it: message → state change → rules decide → command. It is given an input and the time and
/// returns what should happen; it opens nothing, waits for nothing and reads no clock, so the same inputs always give the same outputs.
/// </summary>
public sealed partial class HubLoop
{
    private readonly HubLoopOptions _options;
    private readonly CauseSequence _causes;
    private readonly HomeState _home = new();
    private readonly CommandDesk _commands;
    private readonly DeviceDesk _devices;
    private readonly AvailabilityDesk _availability;
    private readonly AutomationEngine _engine;
    private readonly AutomationTable _automations;
    private readonly DocumentTable _documents;
    private readonly SceneTable _scenes;
    private readonly ReplacementDesk _replacement;
    private readonly HubCounts _counts = new();
    private readonly List<HubOutput> _outputs = [];
    private readonly List<HubOutput> _replaced = [];
    private readonly List<EngineEffect> _effects = [];
    private readonly List<StateChange> _changes = [];
    private int _seen;

    /// <summary>Makes the core of a home.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="nextCauseId">The first id to give to causes: where the store left off, 1 in a new home.</param>
    public HubLoop(HubLoopOptions options, long nextCauseId = 1)
    {
        _options = options;
        _causes = new CauseSequence(nextCauseId);
        var place = new HomePlace { Zone = options.TimeZone, Position = options.Position, Calendar = options.Calendar };
        var questions = new Questions(options.Devices.QuestionsMax, _counts);
        _availability = new AvailabilityDesk(options, _home, questions);
        _engine = new AutomationEngine(new AutomationEngineOptions
        {
            Place = place,
            AutomationsMax = options.AutomationsMax,
            ScenesMax = options.ScenesMax,
        }, _causes, new AutomationWorld(_home, _availability));
        _scenes = new SceneTable(_engine, _home, options.ScenesMax);
        _documents = new DocumentTable(_engine, _home);
        _automations = new AutomationTable(
            _engine,
            _home,
            () => new KnownNames { Place = place, Scenes = _scenes.Ids, Persons = _documents.PersonIds, Templates = _documents.Templates },
            options.AutomationsMax);
        _commands = new CommandDesk(options, _causes, _home, _counts, _availability, questions);
        _devices = new DeviceDesk(options, _home);
        _replacement = new ReplacementDesk(_home, _devices, _automations, _scenes);
        PrepareClock(StoredHome.Empty);
    }

    /// <summary>When the next thing is due: a timer of a rule, a command's repetition or time-out, a device's silence; null when nothing is.</summary>
    public DateTimeOffset? NextDue => Earlier(Earlier(Earlier(_engine.NextDue, _commands.NextDue), _availability.NextDue), StartDue);

    /// <summary>How many requests went to devices since the start: commands, repetitions and questions.</summary>
    public long RequestsSent => _counts.RequestsSent;

    /// <summary>Puts back what a store had kept. Only before the first step; causes nothing.</summary>
    /// <param name="stored">What was kept.</param>
    /// <param name="findContract">Finds a contract by its type URN; null where the hub no longer has it.</param>
    /// <param name="now">The time.</param>
    /// <returns>Devices that cannot be restored because their contract is missing; they are left out and their rules wait.</returns>
    public IReadOnlyList<StoredDevice> Restore(StoredHome stored, Func<string, DeviceContract?> findContract, DateTimeOffset now)
    {
        PrepareClock(stored);
        var missing = _devices.Restore(stored, findContract);
        _replacement.Restore(stored.Previous, findContract);
        foreach (var device in _home.Devices)
        {
            _availability.OnSaved(device, now);
        }

        foreach (var scene in stored.Scenes)
        {
            _scenes.Restore(scene);
        }

        _documents.Restore(stored, now, _effects);
        _automations.Restore(stored.Automations, now, _effects);
        _effects.Clear();
        PrepareStart(stored, now);
        return missing;
    }

    /// <summary>Takes one input in and returns what should happen, in order.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="now">The time. Where the clock was set back, what is due stays due at its time.</param>
    /// <returns>What should happen. The list is reused by the next step.</returns>
    public IReadOnlyList<HubOutput> Step(HubInput input, DateTimeOffset now)
    {
        _outputs.Clear();
        _seen = 0;
        ReadClock(input, now);
        Start(now);
        DoDue(now);
        _call = 0;
        switch (input)
        {
            case HubInput.FromDevice message:
                OnDevice(message.Message, message.IsRetained, now);
                break;
            case HubInput.Refuse { Message: var rejected }:
                Refuse(rejected, now);
                if (_home.TryGetByDid(rejected.Did, out var faulty))
                {
                    // What it said was wrong; that it spoke is a sign of life all the same.
                    Hear(faulty, false, now);
                }

                break;
            case HubInput.Command command:
                Answer(_commands.TakeFromPerson(command, now, _outputs));
                break;
            case HubInput.RunScene scene:
                Answer(_scenes.Run(scene, _causes, now, _effects));
                break;
            case HubInput.Adopt adopt:
                Answer(_devices.Adopt(adopt, now, _outputs, out var adopted));
                OnDeviceChanged(adopted, now);
                Greet(adopted, now);
                break;
            case HubInput.ChangeDevice change:
                Change(change, now);
                break;
            case HubInput.Retire retire:
                Retire(retire, now);
                break;
            case HubInput.PreviewReplace preview:
                Answer(_replacement.Preview(preview));
                break;
            case HubInput.Replace replace:
                OnReplaced(_replacement.Replace(replace, now, _replaced), now);
                break;
            case HubInput.UndoReplace undo:
                OnReplaced(_replacement.Undo(undo, now, _replaced), now);
                break;
            case HubInput.PutAutomation put:
                Answer(_automations.Put(put, now, _effects, _outputs));

                // Its times begin now: what came before is not missed.
                _aliveAt = DateTimeOffset.MinValue;
                break;
            case HubInput.EnableAutomation enable:
                Answer(_automations.Enable(enable, now, _effects, _outputs));
                break;
            case HubInput.RemoveAutomation remove:
                Answer(_automations.Remove(remove, now, _effects, _outputs));
                break;
            case HubInput.RunAutomation run:
                RecordAsk(run, now);
                Answer(_engine.RunAutomation(run.Id, run.TestsConditions, _causes.Root(CauseOrigin.Person, run.By), now, _effects)
                    ? HubAnswer.Yes(run.Id)
                    : HubAnswer.No("automation.unknown", $"There is no automation {run.Id} that is switched on and has no faults."));
                break;
            case HubInput.MessageArrived message:
                var arrival = _causes.Root(CauseOrigin.Hub, "mqtt");
                RecordMessage(message, now);
                _engine.OnMessage(message.Topic, message.Payload, arrival, now, _effects);
                break;
            case HubInput.HookCalled hook:
                var call = _causes.Root(CauseOrigin.Hub, "webhook");
                var isHeard = _engine.OnWebhook(hook.Hook, hook.Method, hook.Body, call, now, _effects);
                RecordHook(hook, isHeard, call, now);
                Answer(isHeard ? HubAnswer.Yes() : HubAnswer.No("hook.unknown", "Nobody listens to this hook."));
                break;
            case HubInput.PutScene put:
                Answer(_scenes.Put(put, now, _outputs));
                _automations.OnNameChanged(put.Id, now, _outputs);
                break;
            case HubInput.RemoveScene remove:
                Answer(_scenes.Remove(remove, _outputs));
                _automations.OnNameChanged(remove.Id, now, _outputs);
                break;
            case HubInput.PutDocument put:
                Answer(_documents.Put(put, now, _effects, _outputs));
                OnDocumentChanged(put.Kind, put.Id, now);
                break;
            case HubInput.RemoveDocument remove:
                Answer(_documents.Remove(remove, _outputs));
                OnDocumentChanged(remove.Kind, remove.Id, now);
                break;
            case HubInput.TakeSnapshot:
                _outputs.Add(new HubOutput.SnapshotTaken(Snapshot(now)));
                break;
            case HubInput.AdvanceClock:
                Answer(HubAnswer.No("clock.not-driven", "The hub keeps its own time; start it with Time:Clock=driven for a replay."));
                break;
            case HubInput.ConfirmClock confirm:
                Answer(Confirm(confirm, now));
                break;
            case HubInput.Tick or HubInput.ClockRead:
                break;
            default:
                throw new InvalidOperationException($"The loop has no step for {input.GetType().Name}.");
        }

        CarryOut(now);
        if (_engine.TakeMessageFilters() is { } filters)
        {
            _outputs.Add(new HubOutput.MessageFilters(filters));
        }

        Remember(now);
        return _outputs;
    }

    private void OnDocumentChanged(DocumentKind kind, string id, DateTimeOffset now)
    {
        if (kind == DocumentKind.Template)
        {
            _automations.OnTemplateChanged(id, now, _effects, _outputs);
        }
        else if (kind == DocumentKind.Person)
        {
            _automations.OnNameChanged(id, now, _outputs);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    /// <summary>Lets the rules see changes, after the whole message is in the state: all rules of one message see the same home.</summary>
    private void Decide(DateTimeOffset now)
    {
        // What comes of a change is carried out, and recorded as its doing, before the next is decided on.
        foreach (var change in _changes)
        {
            _engine.OnStateChange(change, _effects);
            CarryOutEffects(now);
            _call++;
        }

        _call = 0;
        _changes.Clear();
        foreach (var (device, property) in _commands.SaidAgain)
        {
            RecordSaidAgain(device, property, now);
            _engine.OnSaidAgain(device, property, now, _effects);
            CarryOutEffects(now);
        }

        _commands.SaidAgain.Clear();
    }

    /// <summary>Does what is due up to now, earliest first, so that an input always finds the home as it is at its time.</summary>
    private void DoDue(DateTimeOffset now)
    {
        while (NextDue is { } due && due <= now)
        {
            // Late, it is done as of now: a command that was sent in the past would have timed out before it left, and a clock that
            // was set forward by years would run a daily rule for each of their days.
            var isLate = now - due > _options.LateAfter;
            var at = isLate ? now : due;

            // A command's end comes before a rule of the same moment: the rule then sees it.
            if (_commands.NextDue == due)
            {
                _commands.DoDue(at, _outputs);
                CarryOut(at, isDue: true);
            }
            else if (_availability.NextDue == due)
            {
                _availability.DoDue(at, isLate, _outputs);
                CarryOut(at, isDue: true);
            }
            else if (StartDue == due)
            {
                OnSettled(at);
                CarryOut(at);
            }
            else
            {
                _engine.OnTime(at, _effects);
                _isDue = true;
                CarryOutEffects(at);
                (_isDue, _due) = (false, null);
                _call++;
                CarryOut(at);
            }
        }
    }

    private void Refuse(RejectedMessage rejected, DateTimeOffset now)
    {
        _counts.CountRefused(rejected.Rejection.Reason);
        _outputs.Add(new HubOutput.Refused(rejected, now));
    }

    private void Answer(HubAnswer answer) => _outputs.Add(new HubOutput.Answered(answer));

    private HubSnapshot Snapshot(DateTimeOffset now) => new(
        now,
        _home.Snapshot((device, isOnline, since, states) => new DeviceSnapshot(device, isOnline, since, states) { Liveness = _availability.Read(device) }),
        [.. _devices.Found],
        [.. _automations.Entries],
        [.. _scenes.Entries],
        _counts.Read(),
        _causes.Next)
    {
        Retired = [.. _devices.Retired],
        Previous = [.. _replacement.Previous],
        Memories = _engine.Memories(now),
        Documents = [.. _documents.Entries],
        IsClockTrusted = IsClockTrusted,
    };
}
