using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Tests.Expressions;

/// <summary>A home in memory, as an expression is checked against it and as it sees it: Sunday, 22 November 2026, 07:05:30 in Berlin.</summary>
public sealed class ExpressionHome : IHomeView, IExpressionScope
{
    private readonly SortedDictionary<string, Device> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, int), PropertyState> _states = [];
    private readonly Dictionary<string, ExpressionValue> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _offline = [];

    public static DateTimeOffset Morning { get; } = new(2026, 11, 22, 6, 5, 30, TimeSpan.Zero);

    public ExpressionTypes Types => new(this)
    {
        Types = VariableTypes,
        People = ["anna", "ben"],
        Automations = ["night-light"],
    };

    public ImmutableDictionary<string, ExpressionType> VariableTypes { get; private set; } = ImmutableDictionary.Create<string, ExpressionType>(StringComparer.Ordinal);

    public IHomeView Home => this;

    public DateTimeOffset Now { get; set; } = Morning;

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public double? SunElevation { get; set; } = -4.5;

    public int? PeopleHome { get; set; } = 1;

    public bool? IsWorkday { get; set; } = false;

    public bool? IsHoliday { get; set; } = false;

    public IEnumerable<Device> Devices => _devices.Values;

    /// <summary>Two lamps, a sensor, a window, a purifier, a speaker, and a variable of each type. Nothing has reported yet.</summary>
    public static ExpressionHome Furnished() => new ExpressionHome()
        .With("hall-lamp", "light", "Hall").With("kitchen-lamp", "light", "Kitchen").With("hall", "temperature-humidity-sensor", "Hall")
        .With("kitchen-window", "contact-sensor", "Kitchen").With("purifier", "air-purifier", "Bedroom").With("speaker", "speaker", "Hall")
        .Let("n", ExpressionValue.FromNumber(6)).Let("m", ExpressionValue.FromNumber(4)).Let("zero", ExpressionValue.FromNumber(0))
        .Let("yes", ExpressionValue.FromBoolean(true)).Let("no", ExpressionValue.FromBoolean(false))
        .Let("name", ExpressionValue.FromText("Anna")).Let("d", ExpressionValue.FromDuration(TimeSpan.FromMinutes(90)))
        .Let("then", ExpressionValue.FromMoment(Morning - TimeSpan.FromHours(2))).Let("wake", ExpressionValue.FromTimeOfDay(new TimeOnly(6, 30)))
        .Let("numbers", ExpressionValue.FromList([ExpressionValue.FromNumber(1), ExpressionValue.Unknown("one is missing"), ExpressionValue.FromNumber(3)]), ExpressionType.ListOf(ExpressionType.Number))
        .Let("flags", ExpressionValue.FromList([ExpressionValue.FromBoolean(true), default, ExpressionValue.FromBoolean(false)]), ExpressionType.ListOf(ExpressionType.Boolean))
        .Let("nothing", ExpressionValue.FromList([default]), ExpressionType.ListOf(ExpressionType.Number))
        .Let("un", default, ExpressionType.Number).Let("ub", default, ExpressionType.Boolean).Let("ut", default, ExpressionType.Text).Let("ud", default, ExpressionType.Duration)
        .Let("trigger.value", ExpressionValue.FromText("on"), ExpressionType.Any).Let("trigger.id", ExpressionValue.FromText("door"))
        .Let("trigger.arguments.key-code", ExpressionValue.FromNumber(3)).Let("run.number", ExpressionValue.FromNumber(12));

    public ExpressionHome With(string name, string kind, string room)
    {
        _devices[name] = new Device { Name = name, Label = name, Room = room, Did = name, Contract = MemoryHome.ContractOf(kind), AdoptedAt = Morning };
        return this;
    }

    public ExpressionHome Let(string name, ExpressionValue value, ExpressionType? type = null)
    {
        _variables[name] = value;
        VariableTypes = VariableTypes.SetItem(name, type ?? value.Kind switch
        {
            ExpressionKind.Number => ExpressionType.Number,
            ExpressionKind.Boolean => ExpressionType.Boolean,
            ExpressionKind.Text => ExpressionType.Text,
            ExpressionKind.Duration => ExpressionType.Duration,
            ExpressionKind.Moment => ExpressionType.Moment,
            ExpressionKind.TimeOfDay => ExpressionType.TimeOfDay,
            _ => ExpressionType.Any,
        });
        return this;
    }

    /// <summary>A variable gets another value, of whatever kind.</summary>
    public void Set(string name, ExpressionValue value) => _variables[name] = value;

    /// <summary>A device reports a value: a bool, int, double or text.</summary>
    public ExpressionHome Report(string address, object value, TimeSpan? changedAgo = null, TimeSpan? seenAgo = null)
    {
        var (device, property) = Find(address);
        var seen = Now - (seenAgo ?? TimeSpan.Zero);
        _states[(device, property.Index)] = new PropertyState(value switch
        {
            bool boolean => PropertyValue.FromBoolean(boolean),
            int integer => PropertyValue.FromInteger(integer),
            double number => PropertyValue.FromNumber(number),
            _ => PropertyValue.FromText((string)value),
        }, ValueOrigin.Reported, Now - (changedAgo ?? seenAgo ?? TimeSpan.Zero), seen, 1);
        return this;
    }

    public ExpressionHome GoOffline(string device)
    {
        _offline.Add(device);
        return this;
    }

    public ContractProperty PropertyOf(string address) => Find(address).Property;

    public CompiledExpression Compile(string text)
    {
        var result = ExpressionCompiler.Compile(text, Types);
        Assert.DoesNotContain(result.Diagnostics, fault => fault.Severity == Contracts.Diagnostics.DiagnosticSeverity.Error);
        return result.Expression ?? throw new InvalidOperationException($"{text} waits for a device.");
    }

    public ExpressionValue Evaluate(string text) => Compile(text).Evaluate(this);

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => _devices.TryGetValue(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => _states.GetValueOrDefault((device.Name, property.Index));

    public bool IsOnline(Device device) => !_offline.Contains(device.Name);

    public ExpressionValue Variable(string name) => _variables.GetValueOrDefault(name);

    bool? IExpressionScope.IsHome(string person) => person switch
    {
        "anna" => true,
        "ben" => false,
        _ => null,
    };

    public string? AutomationState(string id) => id == "night-light" ? "enabled" : null;

    private (string Device, ContractProperty Property) Find(string address)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        return _devices[address[..slash]].Contract.TryGetProperty(address[(slash + 1)..], out var property) ? (address[..slash], property) : throw new ArgumentException(address);
    }
}
