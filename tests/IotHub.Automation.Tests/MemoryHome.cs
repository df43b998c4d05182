using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Engine;
using IotHub.Automation.Schedules;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Tests;

/// <summary>A home in memory with the contracts of the repository, and an engine that runs in it the way the hub's loop runs one.</summary>
public sealed class MemoryHome : IHomeView, IAutomationWorld
{
    private static readonly Dictionary<string, DeviceContract> Contracts = [];
    private readonly SortedDictionary<string, Device> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, int), PropertyState> _states = [];
    private readonly Dictionary<string, DeviceAvailability> _availability = [];

    private readonly List<(DateTimeOffset At, EngineEffect Effect)> _effects = [];

    public MemoryHome(DateTimeOffset start, string zone = "UTC", int hopsMax = 8)
        : this(start, new HomePlace { Zone = TimeZoneInfo.FindSystemTimeZoneById(zone) }, hopsMax)
    {
    }

    public MemoryHome(DateTimeOffset start, HomePlace place, int hopsMax = 8)
    {
        Now = start;
        Engine = new AutomationEngine(new AutomationEngineOptions { Place = place, HopsMax = hopsMax }, Causes, this);
    }

    /// <summary>What calls bring, by <c>device/action</c>; one that is not here fails.</summary>
    public Dictionary<string, IReadOnlyList<(string Property, object Value)>> Answers { get; } = [];

    public DateTimeOffset Now { get; private set; }

    public IHomeView Home => this;

    public CauseSequence Causes { get; } = new(1);

    public AutomationEngine Engine { get; }

    /// <summary>Everything the engine wanted, with its time, in order.</summary>
    public IReadOnlyList<(DateTimeOffset At, EngineEffect Effect)> Effects => _effects;

    public IEnumerable<Device> Devices => _devices.Values;

    public static DeviceContract ContractOf(string kind)
    {
        lock (Contracts)
        {
            if (!Contracts.TryGetValue(kind, out var contract))
            {
                var file = RepositoryFiles.Path("firmware-contracts", "contracts", kind + ".json");
                contract = ContractParser.Parse(File.ReadAllBytes(file), file).Contract ?? throw new InvalidDataException(file);
                Contracts[kind] = contract;
            }

            return contract;
        }
    }

    public MemoryHome With(string name, string kind) => With(name, ContractOf(kind));

    public MemoryHome With(string name, DeviceContract contract) => With(name, contract, string.Empty, name);

    public MemoryHome With(string name, DeviceContract contract, string room, string label)
    {
        _devices[name] = new Device { Name = name, Label = label, Room = room, Did = name, Contract = contract, AdoptedAt = Now };
        return this;
    }

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => _devices.TryGetValue(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => _states.GetValueOrDefault((device.Name, property.Index));

    public bool IsOnline(Device device) => true;

    public DeviceAvailability AvailabilityOf(Device device) => _availability.GetValueOrDefault(device.Name, DeviceAvailability.Online);

    /// <summary>A device comes, falls silent or goes.</summary>
    public void Become(string device, DeviceAvailability availability)
    {
        _availability[device] = availability;
        var cause = Causes.Root(CauseOrigin.Device, device);
        Carry(effects => Engine.OnAvailability(_devices[device], availability, cause, Now, effects));
    }

    /// <summary>Time goes on; everything due on the way is done in its own moment.</summary>
    public void AdvanceTo(DateTimeOffset moment)
    {
        while (Engine.NextDue is { } due && due <= moment)
        {
            Now = due;
            Carry(effects => Engine.OnTime(due, effects));
        }

        Now = moment;
    }

    /// <summary>Time goes on and the engine is told only at the end.</summary>
    public void TickLate(DateTimeOffset moment)
    {
        Now = moment;
        Carry(effects => Engine.OnTime(moment, effects));
    }

    public void Report(string device, string property, object value, ValueOrigin origin = ValueOrigin.Reported) =>
        Apply(device, property, ValueOf(value), Causes.Root(CauseOrigin.Device, device), origin);

    public void Happen(string device, string deviceEvent, params (string Property, object Value)[] arguments)
    {
        var from = _devices[device];
        from.Contract.TryGetEvent(deviceEvent, out var found);
        ImmutableArray<PropertyReading> readings = [.. arguments.Select(argument =>
            new PropertyReading(found!.Arguments.First(property => property.Key == argument.Property), ValueOf(argument.Value)))];
        var cause = Causes.Root(CauseOrigin.Device, device);
        Carry(effects => Engine.OnEvent(from, new EventMessage(found!, readings, null), cause, Now, effects));
    }

    public bool RunScene(string id)
    {
        var ran = false;
        var cause = Causes.Root(CauseOrigin.Person, "anna");
        Carry(effects => ran = Engine.RunScene(id, cause, Now, effects));
        return ran;
    }

    /// <summary>Lets the engine decide and does what it wants at once: each device takes and reports what it is set to.</summary>
    public void Carry(Action<List<EngineEffect>> decide)
    {
        var effects = new List<EngineEffect>();
        decide(effects);
        _effects.AddRange(effects.Select(effect => (Now, effect)));
        foreach (var set in effects.OfType<EngineEffect.SetProperties>())
        {
            foreach (var reading in set.Values)
            {
                Apply(set.Device.Name, reading.Property.Key, reading.Value, Causes.Then(set.Cause, CauseOrigin.Device, set.Device.Name), ValueOrigin.Reported);
            }
        }

        foreach (var call in effects.OfType<EngineEffect.CallAction>())
        {
            Answer(call);
        }
    }

    private void Answer(EngineEffect.CallAction call)
    {
        var command = new DeviceCommand { Id = call.CommandId, Device = call.Device, Call = call.Action, In = call.In, Cause = call.Cause, SentAt = Now, Deadline = Now.AddSeconds(5) };
        var isDone = Answers.TryGetValue($"{call.Device.Name}/{call.Action.Key}", out var brought);
        var end = new CommandEnd(command, isDone ? CommandOutcome.Confirmed : CommandOutcome.TimedOut, isDone ? null : "device.timeout", null, Now)
        {
            Out = [.. (brought ?? []).Select(one => new PropertyReading(call.Action.Out.First(property => property.Key == one.Property), ValueOf(one.Value)))],
        };
        Carry(effects => Engine.OnCommandEnded(end, effects));
    }

    private static PropertyValue ValueOf(object value) => value switch
    {
        bool boolean => PropertyValue.FromBoolean(boolean),
        int integer => PropertyValue.FromInteger(integer),
        double number => PropertyValue.FromNumber(number),
        PropertyValue known => known,
        _ => PropertyValue.FromText((string)value),
    };

    private void Apply(string name, string key, PropertyValue value, Cause cause, ValueOrigin origin)
    {
        var device = _devices[name];
        if (!device.Contract.TryGetProperty(key, out var property))
        {
            throw new ArgumentException($"{name} has no {key}.", nameof(key));
        }

        var before = GetState(device, property);
        if (before.Value == value)
        {
            _states[(name, property.Index)] = before with { SeenAt = Now, Origin = origin };
            return;
        }

        _states[(name, property.Index)] = new PropertyState(value, origin, Now, Now, cause.Id);
        var change = new StateChange(device, property, before.Value, value, before.ChangedAt, origin, cause, Now);
        Carry(effects => Engine.OnStateChange(change, effects));
    }
}
