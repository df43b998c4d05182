using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Engine.Memory;
using IotHub.Automation.Schedules;
using IotHub.Automation.Traces;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Tests.Memory;

/// <summary>
/// A home whose engine can be taken away at any moment and replaced by another one that has only what was written down. Devices live on: they answer a
/// command half a second after they got it, once, however often it is sent.
/// </summary>
internal sealed class CutHome : IHomeView, IAutomationWorld
{
    private static readonly TimeSpan AnswerDelay = TimeSpan.FromMilliseconds(500);
    private readonly IReadOnlyList<(string Id, string Json)> _documents;
    private readonly SortedDictionary<string, Device> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, int), PropertyState> _states = [];
    private readonly Dictionary<string, DeviceAvailability> _availability = [];
    private readonly Queue<(DateTimeOffset At, CommandEnd End)> _answers = new();
    private readonly HashSet<string> _given = [];
    private readonly SortedDictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly CauseSequence _causes = new(1);
    private AutomationEngine _engine;

    public CutHome(IReadOnlyList<(string Id, string Json)> documents, DateTimeOffset start)
    {
        (_documents, Now) = (documents, start);
        foreach (var (name, kind) in new[] { ("lamp", "light"), ("lamp-2", "light"), ("door", "contact-sensor"), ("motion", "motion-sensor"), ("feeder", "pet-feeder"), ("climate", "temperature-humidity-sensor") })
        {
            _devices[name] = new Device { Name = name, Label = name, Room = "Hall", Did = name, Contract = MemoryHome.ContractOf(kind), AdoptedAt = start };
        }

        _engine = Start();
    }

    public DateTimeOffset Now { get; private set; }

    public IHomeView Home => this;

    public IEnumerable<Device> Devices => _devices.Values;

    /// <summary>All that the engine wanted and said, but for what a restart says of itself.</summary>
    public List<string> Log { get; } = [];

    /// <summary>What restarts said of themselves.</summary>
    public List<string> Restarts { get; } = [];

    public int PendingTimers => _engine.PendingTimers;

    public IReadOnlyDictionary<string, string> Written => _written;

    /// <summary>Commands that went out under an id that had gone out before.</summary>
    public int SentAgain { get; private set; }

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => _devices.TryGetValue(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => _states.GetValueOrDefault((device.Name, property.Index));

    public bool IsOnline(Device device) => true;

    public DeviceAvailability AvailabilityOf(Device device) => _availability.GetValueOrDefault(device.Name, DeviceAvailability.Online);

    /// <summary>The engine is gone; another one starts some time later, with what was written.</summary>
    public void Cut(TimeSpan away = default, bool forgetsReports = false)
    {
        var since = Now;
        if (away > TimeSpan.Zero)
        {
            // What was answered meanwhile nobody heard; the device answers again when it is asked again.
            while (_answers.TryDequeue(out var lost))
            {
                _given.Remove(lost.End.Command.Id);
            }
        }

        Now += away;
        if (forgetsReports)
        {
            foreach (var key in _states.Keys.ToArray())
            {
                _states[key] = _states[key] with { Origin = ValueOrigin.Restored };
            }
        }

        _engine = Start();
        foreach (var text in _written.Values.ToArray())
        {
            var memory = AutomationMemoryJson.TryRead(text);
            Assert.NotNull(memory);
            Assert.Equal(text, AutomationMemoryJson.Write(memory));
            Carry(effects => _engine.Restore(memory, since, Now, effects));
        }

        Carry(effects => _engine.CatchUp(since, Now, effects));
        WriteDown();
    }

    public void AdvanceTo(DateTimeOffset moment)
    {
        while (true)
        {
            var due = _engine.NextDue;
            var answer = _answers.TryPeek(out var first) ? first.At : (DateTimeOffset?)null;
            if (answer is { } at && at <= moment && (due is null || at <= due))
            {
                Now = at > Now ? at : Now;
                _answers.Dequeue();
                Carry(effects => _engine.OnCommandEnded(first.End with { At = Now }, effects));
            }
            else if (due <= moment)
            {
                Now = due.Value > Now ? due.Value : Now;
                Carry(effects => _engine.OnTime(Now, effects));
            }
            else
            {
                Now = moment;
                return;
            }

            WriteDown();
        }
    }

    public void Report(string device, string property, PropertyValue value)
    {
        Apply(device, property, value, _causes.Root(CauseOrigin.Device, device));
        WriteDown();
    }

    public void Call(string hook, string body)
    {
        var cause = _causes.Root(CauseOrigin.Person, "lin");
        Carry(effects => _engine.OnWebhook(hook, "POST", body, cause, Now, effects));
        WriteDown();
    }

    public void Become(string device, DeviceAvailability availability)
    {
        _availability[device] = availability;
        var cause = _causes.Root(CauseOrigin.Device, device);
        Carry(effects => _engine.OnAvailability(_devices[device], availability, cause, Now, effects));
        WriteDown();
    }

    private AutomationEngine Start()
    {
        var engine = new AutomationEngine(new AutomationEngineOptions { Place = new HomePlace { Zone = TimeZoneInfo.Utc } }, _causes, this);
        foreach (var (id, json) in _documents)
        {
            var compiled = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(json), id, this);
            Assert.True(compiled.Plan is not null, json + Environment.NewLine + string.Join(Environment.NewLine, compiled.Diagnostics.Select(diagnostic => diagnostic.Format(id))));
            Assert.True(engine.Put(compiled.Plan with { Version = 3 }, Now, []));
        }

        return engine;
    }

    private void WriteDown()
    {
        var news = new List<MemoryNews>();
        _engine.TakeMemories(Now, takesCounts: true, news);
        foreach (var one in news)
        {
            _written[one.Memory.Id] = AutomationMemoryJson.Write(one.Memory);
        }
    }

    private void Carry(Action<List<EngineEffect>> decide)
    {
        var effects = new List<EngineEffect>();
        decide(effects);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case EngineEffect.Decided { Decision: { Kind: DecisionKind.Resumed } resumed }:
                    Restarts.Add(resumed.Text);
                    break;
                case EngineEffect.Decided { Decision: var said }:
                    Log.Add(string.Create(CultureInfo.InvariantCulture, $"{said.At:HH:mm:ss.fff} {said.Automation} {said.Run} {said.Kind} [{said.Trigger}] {said.Step} {said.Text} #{said.Cause.Id}"));
                    break;
                case EngineEffect.SetProperties set:
                    Take(set.CommandId, set.IsResumed, set.Device, string.Join(", ", set.Values.Select(value => $"{value.Property.Key}={value.Value}")), set.Values, null, set.Cause);
                    break;
                case EngineEffect.CallAction call:
                    Take(call.CommandId, call.IsResumed, call.Device, $"{call.Action.Key}({string.Join(", ", call.In.Select(value => value.Value))})", call.In, call.Action, call.Cause);
                    break;
                case EngineEffect.Publish publish:
                    Log.Add($"{Now:HH:mm:ss.fff} publish {publish.Topic} {publish.Payload}");
                    break;
                case EngineEffect.Told or EngineEffect.WasDue:
                    // Only says in which order the others came.
                    break;
                default:
                    Log.Add($"{Now:HH:mm:ss.fff} {effect.GetType().Name}");
                    break;
            }
        }
    }

    private void Take(string id, bool isResumed, Device device, string what, ImmutableArray<PropertyReading> values, ContractAction? action, Cause cause)
    {
        if (!isResumed)
        {
            Log.Add($"{Now:HH:mm:ss.fff} → {device.Name} {what} as {id}");
        }
        else
        {
            SentAgain++;
        }

        if (_given.Add(id))
        {
            var command = new DeviceCommand { Id = id, Device = device, Set = action is null ? values : [], Call = action, In = action is null ? [] : values, Cause = cause, SentAt = Now, Deadline = Now.AddSeconds(5) };
            var served = action?.Out.FirstOrDefault(property => property.Key.EndsWith("served-portions", StringComparison.Ordinal));
            _answers.Enqueue((Now + AnswerDelay, new CommandEnd(command, CommandOutcome.Confirmed, null, 0, Now)
            {
                Out = served is null ? [] : [new PropertyReading(served, values[0].Value)],
            }));
            if (action is null)
            {
                foreach (var value in values)
                {
                    Apply(device.Name, value.Property.Key, value.Value, _causes.Then(cause, CauseOrigin.Device, device.Name));
                }
            }
        }
    }

    private void Apply(string name, string key, PropertyValue value, Cause cause)
    {
        var device = _devices[name];
        Assert.True(device.Contract.TryGetProperty(key, out var property), key);
        var before = GetState(device, property);
        if (before.Value == value)
        {
            _states[(name, property.Index)] = before with { SeenAt = Now, Origin = ValueOrigin.Reported };
            Carry(effects => _engine.OnSaidAgain(device, property.Index, Now, effects));
            return;
        }

        _states[(name, property.Index)] = new PropertyState(value, ValueOrigin.Reported, Now, Now, cause.Id);
        var change = new StateChange(device, property, before.Value, value, before.ChangedAt, ValueOrigin.Reported, cause, Now);
        Carry(effects => _engine.OnStateChange(change, effects));
    }
}
