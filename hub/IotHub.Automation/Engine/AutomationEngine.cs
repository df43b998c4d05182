using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Engine.People;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Engine.Watching;
using IotHub.Automation.Triggers;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>
/// Decides what automations do. It is told what changed and what time it is, and says what should be done as effects, in order; it does nothing
/// itself, opens nothing and reads no clock. The same inputs give the same effects. Not thread-safe: one loop owns it.
/// </summary>
/// <remarks>
/// Before an input of a moment is applied to the home, call <see cref="OnTime"/> with that moment: what was due by then comes first.
/// When a device's contract changes or a device leaves, compile the plans that use it again and put or remove them.
/// </remarks>
public sealed partial class AutomationEngine
{
    private readonly AutomationEngineOptions _options;
    private readonly CauseSequence _causes;
    private readonly IAutomationWorld _world;
    private readonly Dictionary<string, AutomationState> _automations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScenePlan> _scenes = new(StringComparer.Ordinal);
    private readonly PropertyIndex _properties = new();
    private readonly KeyedIndex _keys = new();
    private readonly EngineTimers _timers = new();
    private readonly PeopleTable _people = new();

    // Automations of the home that are not in force: switched off, broken, or waiting for a device. As many as the home may have.
    private readonly HashSet<string> _off = new(StringComparer.Ordinal);
    private readonly CauseChains _chains;
    private readonly EngineScope _scope;
    private readonly Queue<Happening> _happenings = new();

    // The last number given to what is told within this call.
    private int _tickets;
    private ICollection<EngineEffect> _effects = [];
    private ImmutableArray<string> _messageFilters = [];

    /// <summary>Makes an engine that holds nothing.</summary>
    /// <param name="options">Place and bounds.</param>
    /// <param name="causes">Gives each run its cause.</param>
    /// <param name="world">The home as it is; read while deciding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of its range.</exception>
    public AutomationEngine(AutomationEngineOptions options, CauseSequence causes, IAutomationWorld world)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HopsMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AutomationsMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ScenesMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ChainsMax, nameof(options));
        _options = options;
        _causes = causes;
        _world = world;
        _chains = new CauseChains(options.ChainsMax);
        _scope = new EngineScope(world, options.Place, _people, id => _automations.GetValueOrDefault(id), _off.Contains);
    }

    /// <summary>When something is due next; null while nothing is.</summary>
    public DateTimeOffset? NextDue => _timers.NextDue;

    /// <summary>How many timers are pending: holds, waits, times of schedules, looks at what depends on the time.</summary>
    public int PendingTimers => _timers.Count;

    /// <summary>The topic filters of MQTT triggers, in order, each once, where they are others than when this was last asked; null where they are the same.</summary>
    public ImmutableArray<string>? TakeMessageFilters()
    {
        if (!_keys.HasOtherMessages)
        {
            return null;
        }

        _keys.HasOtherMessages = false;
        ImmutableArray<string> filters = [.. _keys.NamesOf(WatchKind.Message)];
        if (filters.SequenceEqual(_messageFilters, StringComparer.Ordinal))
        {
            return null;
        }

        return _messageFilters = filters;
    }

    /// <summary>True when some automation waits for the hub's start.</summary>
    public bool HearsStart => !_keys.Find(new WatchKey(WatchKind.Start, string.Empty)).IsEmpty;

    private IHomeView Home => _world.Home;

    /// <summary>
    /// Takes an automation, new or changed. What it was before is forgotten: runs are stopped, holds are dropped. Times of schedules
    /// are armed from <paramref name="now"/> on; a trigger with <c>for</c> whose value holds already is armed only by a later change.
    /// </summary>
    /// <returns>False when the engine holds as many automations as it may; nothing is changed then.</returns>
    public bool Put(AutomationPlan plan, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        var isKnown = _automations.TryGetValue(plan.Id, out var before);
        if (!isKnown && _automations.Count >= _options.AutomationsMax)
        {
            return false;
        }

        if (before is not null)
        {
            Withdraw(before, now, "it was changed");
        }

        // Who runs without end does not begin anew by being put again.
        var state = new AutomationState(plan, Home)
        {
            RunCount = before?.RunCount ?? 0,
            WasPending = before?.WasPending ?? false,
            Breaker = before?.Breaker ?? new RateBreaker(),
            WarnedAt = before?.WarnedAt,
        };
        TakeOver(state, before);
        _off.Remove(plan.Id);
        _automations[plan.Id] = state;
        if (plan.Enabled)
        {
            Listen(state.Triggers, now);
        }

        Tell(new WatchKey(WatchKind.Standing, plan.Id), null);
        Settle(now);
        return true;
    }

    /// <summary>Forgets an automation; its runs are stopped.</summary>
    /// <returns>False when there is none of that id.</returns>
    /// <param name="id">Which.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    /// <param name="comesBack">True when it only rests, and goes on counting when it is put again.</param>
    public bool Remove(string id, DateTimeOffset now, ICollection<EngineEffect> effects, bool comesBack = false)
    {
        _effects = effects;
        if (comesBack)
        {
            _off.Add(id);
        }
        else
        {
            _off.Remove(id);
            _resting.Remove(id);
        }

        if (!_automations.Remove(id, out var state))
        {
            return false;
        }

        Withdraw(state, now, "it was removed");
        if (comesBack)
        {
            Rest(state);
        }

        Tell(new WatchKey(WatchKind.Standing, id), null);
        Settle(now);
        return true;
    }

    /// <summary>Takes a scene, new or changed.</summary>
    /// <returns>False when the engine holds as many scenes as it may; nothing is changed then.</returns>
    public bool PutScene(ScenePlan scene)
    {
        if (!_scenes.ContainsKey(scene.Id) && _scenes.Count >= _options.ScenesMax)
        {
            return false;
        }

        _scenes[scene.Id] = scene;
        return true;
    }

    /// <summary>Forgets a scene.</summary>
    /// <returns>False when there is none of that id.</returns>
    public bool RemoveScene(string id) => _scenes.Remove(id);

    /// <summary>Decides about a change that has just been applied to the home. A change that no rule watches costs no allocation.</summary>
    public void OnStateChange(StateChange change, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var entry in _properties.Find(change.Device.Name, change.Property.Index))
        {
            if (entry.Trigger == TriggerSet.Condition)
            {
                LookAgain(entry.Set, change.At);
            }
            else if (entry.Set.Plans[entry.Trigger] is TriggerPlan.Property property)
            {
                OnWatched(entry, property, change);
            }
            else
            {
                OnExpression(entry.Set, entry.Trigger, change.Cause, change.Origin == ValueOrigin.Reported, change.At);
            }
        }

        if (_people.Count > 0)
        {
            OnTracked(change);
        }

        Settle(change.At);
    }

    /// <summary>Decides about something that has just happened at a device.</summary>
    public void OnEvent(Device device, EventMessage message, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var entry in _keys.Find(new WatchKey(WatchKind.Event, device.Name, message.Event.Key)))
        {
            var source = ((TriggerPlan.Event)entry.Set.Plans[entry.Trigger]).Sources[entry.Watch];
            if (HasArguments(source, message))
            {
                Fire(entry.Set, entry.Trigger, new TriggerEvent(EngineTexts.Happened(source, message.Arguments), EngineValues.Of(device, message), cause), at);
            }
        }

        Settle(at);
    }

    /// <summary>Decides about a device that has come, fallen silent or gone.</summary>
    public void OnAvailability(Device device, DeviceAvailability availability, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var entry in _keys.Find(new WatchKey(WatchKind.Availability, device.Name)))
        {
            if (entry.Trigger == TriggerSet.Condition)
            {
                LookAgain(entry.Set, at);
            }
            else if (entry.Set.Plans[entry.Trigger] is TriggerPlan.Availability plan)
            {
                var happening = new TriggerEvent(EngineTexts.Stands(device, availability), EngineValues.Of(device, availability), cause);
                OnMember(entry, plan.Becomes.Contains(availability), plan.Rule, plan.For, mayFire: true, happening, at);
            }
            else
            {
                OnExpression(entry.Set, entry.Trigger, cause, mayFire: true, at);
            }
        }

        Settle(at);
    }

    /// <summary>Decides about an MQTT message on a topic that is no device's.</summary>
    public void OnMessage(string topic, string payload, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var filter in _keys.FiltersOf(topic))
        {
            foreach (var entry in _keys.Find(new WatchKey(WatchKind.Message, filter)))
            {
                var plan = (TriggerPlan.Message)entry.Set.Plans[entry.Trigger];
                var values = EngineValues.OfMessage(topic, payload);
                if ((plan.Payload is null || plan.Payload == payload) && (plan.Where is null || plan.Where.Evaluate(_scope.At(at, plan.Id, values)).Holds))
                {
                    Fire(entry.Set, entry.Trigger, new TriggerEvent(EngineTexts.Arrived(topic, payload), values, cause), at);
                }
            }
        }

        Settle(at);
    }

    /// <summary>Decides about a request to a hook.</summary>
    /// <returns>False when nobody listens to it.</returns>
    public bool OnWebhook(string hook, string method, string body, Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        var isHeard = false;
        foreach (var entry in _keys.Find(new WatchKey(WatchKind.Webhook, hook)))
        {
            if (string.Equals(((TriggerPlan.Webhook)entry.Set.Plans[entry.Trigger]).Method, method, StringComparison.OrdinalIgnoreCase))
            {
                isHeard = true;
                Fire(entry.Set, entry.Trigger, new TriggerEvent($"the hook was called by {method}", EngineValues.OfMessage(string.Empty, body), cause), at);
            }
        }

        Settle(at);
        return isHeard;
    }

    /// <summary>The hub has started.</summary>
    public void OnStarted(Cause cause, DateTimeOffset at, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        foreach (var entry in _keys.Find(new WatchKey(WatchKind.Start, string.Empty)))
        {
            Fire(entry.Set, entry.Trigger, new TriggerEvent("the hub has started", new RunValues(), cause), at);
        }

        Settle(at);
    }

    /// <summary>A command came to its end: whoever waits for its results goes on.</summary>
    public void OnCommandEnded(CommandEnd end, ICollection<EngineEffect> effects)
    {
        Unfollow(end.Command.Id);
        if (_awaited.Remove(end.Command.Id, out var strand))
        {
            _effects = effects;
            OnResults(strand, end);
            Settle(end.At);
        }
    }

    /// <summary>
    /// Does everything that is due up to <paramref name="now"/>, in the order in which it was due, ties by automation id, then waits before triggers in
    /// their order. Where the call comes late, decisions carry <paramref name="now"/> and say when they were due. A time of a schedule that came several
    /// times since the last call counts once.
    /// </summary>
    public void OnTime(DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        for (var isFirst = true; _timers.TakeDue(now) is { } timer; isFirst = false)
        {
            if (!isFirst || timer.Due < now)
            {
                _effects.Add(new EngineEffect.WasDue(timer.Due));
            }

            var note = timer.Due < now && timer.Kind != TimerKind.Recheck ? EngineTexts.Late(timer.Due) : string.Empty;
            switch (timer)
            {
                case { Kind: TimerKind.Wait, Strand: { } strand }:
                    OnPatienceOver(strand, now, note);
                    break;
                case { Kind: TimerKind.Ramp, Strand: { } strand }:
                    OnRamp(strand, now);
                    break;
                case { Kind: TimerKind.Hold, Set: { } set, Event: { } happening }:
                    OnHeld(timer, set, happening, note, now);
                    break;
                case { Kind: TimerKind.Schedule, Set: { } set, Slot: { } slot }:
                    set.States[timer.Trigger].Taken = set.States[timer.Trigger].Taken.Take(slot);
                    Touch(set.Owner, MemoryChange.Taken);

                    // From now, not from when it was due: a time that was missed several times comes once.
                    ArmSchedule(set, timer.Trigger, now);
                    var came = EngineTexts.TimeCame(timer.Due, _options.Place.Zone);
                    Fire(set, timer.Trigger, new TriggerEvent(came + note, new RunValues(), null), now);
                    break;
                case { Kind: TimerKind.Recheck, Set: { } set }:
                    OnRecheck(set, now);
                    break;
                case { Kind: TimerKind.Away, Person: { } person }:
                    person.Leaving = null;
                    OnPresence(person, false, null, now);
                    break;
            }

            Settle(now);
            if (_options.HoldsNews)
            {
                return;
            }
        }
    }

    /// <summary>Sets what a scene sets, for a person or the API.</summary>
    /// <param name="id">The scene's id.</param>
    /// <param name="cause">Who or what wants it: the cause of all that is set.</param>
    /// <param name="now">The time.</param>
    /// <param name="effects">Where the effects go.</param>
    /// <returns>False when there is no such scene.</returns>
    public bool RunScene(string id, Cause cause, DateTimeOffset now, ICollection<EngineEffect> effects)
    {
        _effects = effects;
        if (!_scenes.TryGetValue(id, out var scene))
        {
            return false;
        }

        Apply(scene, new Voice("scene:" + id, 0, string.Empty, cause, now));
        _effects.Add(new EngineEffect.SceneRan(id, string.Empty, cause) { Ticket = Tell(new WatchKey(WatchKind.Scene, id), cause) });
        Settle(now);
        return true;
    }
}
