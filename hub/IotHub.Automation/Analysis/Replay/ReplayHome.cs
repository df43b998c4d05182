using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Actions;
using IotHub.Automation.Analysis.Rules;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Analysis.Replay;

/// <summary>A home in memory whose devices obey at once, and an engine that runs in it the way the hub's loop runs one.</summary>
internal sealed class ReplayHome : IHomeView, IAutomationWorld
{
    private readonly IHomeView _home;
    private readonly Dictionary<string, Device> _people;
    private readonly Dictionary<(string Device, string Property), PropertyState> _states = [];
    private readonly Dictionary<string, DeviceAvailability> _availability = new(StringComparer.Ordinal);
    private readonly ILookup<(string Device, string Property), ReplayFeedback> _feedback;
    private readonly PriorityQueue<(ReplayFeedback What, Cause Cause), (DateTimeOffset At, int Number)> _coming = new();
    private readonly List<ReplayLine> _lines = [];
    private readonly CauseSequence _causes = new(1);
    // Whatever one decision commands is on its way before any device answers, so answers stand in line.
    private readonly Queue<(string Device, string Property, PropertyValue Value, Cause Cause)> _answers = new();
    private int _number;
    private bool _isAnswering;

    public ReplayHome(CounterExample example, IEnumerable<AutomationPlan> plans, IEnumerable<ScenePlan> scenes, IHomeView home, HomePlace place)
    {
        _home = home;
        Now = example.Start;
        _people = example.People.ToDictionary(ReplayPeople.DeviceName, ReplayPeople.DeviceOf, StringComparer.Ordinal);
        _feedback = example.Feedback.ToLookup(each => (each.Device, each.Property));

        // Longer than any hold can be, so that what stands at the start has stood long enough.
        var longAgo = example.Start - AutomationLimits.DurationMax - TimeSpan.FromDays(1);
        foreach (var known in example.Known)
        {
            _states[(known.Device, known.Property)] = new PropertyState(known.Value, ValueOrigin.Reported, longAgo, example.Start, 0);
        }

        foreach (var person in example.People)
        {
            _states[(ReplayPeople.DeviceName(person), ReplayPeople.IsHome.Key)] = new PropertyState(PropertyValue.FromBoolean(example.AtHome.Contains(person)), ValueOrigin.Reported, longAgo, example.Start, 0);
        }

        Engine = new AutomationEngine(new AutomationEngineOptions { Place = place }, _causes, this);
        var effects = new List<EngineEffect>();
        foreach (var person in example.People)
        {
            Engine.PutPerson(ReplayPeople.PlanOf(person), Now, effects);
        }

        foreach (var scene in scenes)
        {
            Engine.PutScene(scene);
        }

        foreach (var plan in plans)
        {
            Engine.Put(plan, Now, effects);
        }
    }

    public AutomationEngine Engine { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>What the engine decided so far.</summary>
    public IReadOnlyList<ReplayLine> Lines => _lines;

    public int EffectCount { get; private set; }

    public int TimeSteps { get; private set; }

    public IHomeView Home => this;

    public IEnumerable<Device> Devices => _home.Devices;

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => _people.TryGetValue(name, out device) || _home.TryGetDevice(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => _states.GetValueOrDefault((device.Name, property.Key));

    public bool IsOnline(Device device) => AvailabilityOf(device) == DeviceAvailability.Online;

    public DeviceAvailability AvailabilityOf(Device device) => _availability.GetValueOrDefault(device.Name, DeviceAvailability.Online);

    /// <summary>The value of a property by now; none where it is not known.</summary>
    public PropertyValue ValueOf(PropertyReference reference) => GetState(reference.Device, reference.Property).Value;

    public void Do(ReplayInput input)
    {
        AdvanceTo(input.At);
        switch (input)
        {
            case ReplayInput.Report report:
                Apply(report.Device, report.Property, report.Value, _causes.Root(CauseOrigin.Device, report.Device));
                break;
            case ReplayInput.Event happening when TryGetDevice(happening.Device, out var device) && device.Contract.TryGetEvent(happening.Name, out var found):
                Carry(effects => Engine.OnEvent(device, new EventMessage(found, happening.Arguments, null), _causes.Root(CauseOrigin.Device, device.Name), Now, effects));
                break;
            case ReplayInput.DeviceStanding change when TryGetDevice(change.Device, out var device):
                _availability[device.Name] = change.Becomes;
                Carry(effects => Engine.OnAvailability(device, change.Becomes, _causes.Root(CauseOrigin.Device, device.Name), Now, effects));
                break;
            case ReplayInput.Person person:
                Apply(ReplayPeople.DeviceName(person.Id), ReplayPeople.IsHome.Key, PropertyValue.FromBoolean(person.IsHome), _causes.Root(CauseOrigin.Device, person.Id));
                break;
            case ReplayInput.Scene scene:
                Carry(effects => Engine.RunScene(scene.Id, _causes.Root(CauseOrigin.Person, "somebody"), Now, effects));
                break;
            case ReplayInput.Run run:
                Carry(effects => Engine.RunAutomation(run.Id, false, _causes.Root(CauseOrigin.Person, "somebody"), Now, effects));
                break;
            case ReplayInput.Message message:
                Carry(effects => Engine.OnMessage(message.Topic, message.Payload, _causes.Root(CauseOrigin.Person, "mqtt"), Now, effects));
                break;
            case ReplayInput.Webhook webhook:
                Carry(effects => Engine.OnWebhook(webhook.Hook, webhook.Method, string.Empty, _causes.Root(CauseOrigin.Person, "web"), Now, effects));
                break;
            case ReplayInput.Started:
                Carry(effects => Engine.OnStarted(_causes.Root(CauseOrigin.Hub, "hub"), Now, effects));
                break;
        }
    }

    private bool IsWithinBounds => EffectCount < AnalysisLimits.EffectsMax && TimeSteps < AnalysisLimits.TimeStepsMax;

    private void AdvanceTo(DateTimeOffset moment)
    {
        while (IsWithinBounds)
        {
            var due = Engine.NextDue;
            var isComing = _coming.TryPeek(out _, out var coming);
            if (isComing && coming.At <= moment && !(due < coming.At))
            {
                Now = coming.At;
                var (what, cause) = _coming.Dequeue();
                Apply(what.OtherDevice, what.OtherProperty, what.OtherValue, _causes.Then(cause, CauseOrigin.Device, what.OtherDevice));
            }
            else if (due is { } next && next <= moment)
            {
                Now = next;
                Carry(effects => Engine.OnTime(next, effects));
            }
            else
            {
                break;
            }

            TimeSteps++;
        }

        Now = moment > Now ? moment : Now;
    }

    private void Carry(Action<List<EngineEffect>> decide)
    {
        var effects = new List<EngineEffect>();
        decide(effects);
        EffectCount += effects.Count;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case EngineEffect.Decided { Decision: var made }:
                    _lines.Add(new ReplayLine(made.At, made.Automation, made.Kind, made.Step, made.Text, made.Cause.RootId));
                    break;
                case EngineEffect.SetProperties set:
                    Note([.. set.Values.Select(value => ($"{set.Device.Name}/{value.Property.Key}", value.Value))]);
                    break;
                case EngineEffect.CallAction call:
                    Note([.. Results(call).Select(result => (result.Reference.Address, result.Value))]);
                    break;
            }
        }

        foreach (var effect in effects)
        {
            switch (effect)
            {
                case EngineEffect.SetProperties set:
                    foreach (var reading in set.Values)
                    {
                        _answers.Enqueue((set.Device.Name, reading.Property.Key, reading.Value, _causes.Then(set.Cause, CauseOrigin.Device, set.Device.Name)));
                    }

                    break;
                case EngineEffect.CallAction call:
                    foreach (var (reference, value) in Results(call))
                    {
                        _answers.Enqueue((reference.Device.Name, reference.Property.Key, value, _causes.Then(call.Cause, CauseOrigin.Device, call.Device.Name)));
                    }

                    break;
            }
        }

        Answer();
    }

    private void Answer()
    {
        if (_isAnswering)
        {
            return;
        }

        _isAnswering = true;
        while (_answers.TryDequeue(out var answer))
        {
            Apply(answer.Device, answer.Property, answer.Value, answer.Cause);
        }

        _isAnswering = false;
    }

    private IEnumerable<(PropertyReference Reference, PropertyValue Value)> Results(EngineEffect.CallAction call) =>
        DeviceActions.Of(call.Device, call.Action).Select(result => (result.Reference, result.Value.HasValue ? result.Value : PropertyValue.FromBoolean(!ValueOf(result.Reference).AsBoolean)));

    // A command follows the decision that wanted it.
    private void Note(IReadOnlyCollection<(string Address, PropertyValue Value)> sets)
    {
        if (_lines.Count > 0)
        {
            _lines[^1] = _lines[^1] with { Sets = _lines[^1].Sets.AddRange(sets) };
        }
    }

    private void Apply(string name, string key, PropertyValue value, Cause cause)
    {
        if (!IsWithinBounds || !TryGetDevice(name, out var device) || !device.Contract.TryGetProperty(key, out var property))
        {
            return;
        }

        var before = GetState(device, property);
        if (RuleWrite.Same(before.Value, value))
        {
            return;
        }

        _states[(name, key)] = new PropertyState(value, ValueOrigin.Reported, Now, Now, cause.Id);
        foreach (var feedback in _feedback[(name, key)].Where(each => RuleWrite.Same(each.Value, value)))
        {
            _coming.Enqueue((feedback, cause), (Now + feedback.After, _number++));
        }

        var change = new StateChange(device, property, before.Value, value, before.ChangedAt, ValueOrigin.Reported, cause, Now);
        Carry(effects => Engine.OnStateChange(change, effects));
    }
}
