using IotHub.Automation.Compilation;
using IotHub.Automation.Engine.People;
using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Schedules.LocalTime;
using IotHub.Automation.Schedules.Sun;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>What conditions and expressions see at one moment of one run. One is used again and again: it is set to the moment before each use.</summary>
internal sealed class EngineScope(IAutomationWorld world, HomePlace place, PeopleTable people, Func<string, AutomationState?> automationOf, Func<string, bool> isOff) : IExpressionScope
{
    public IHomeView Home => world.Home;

    public HomePlace Place => place;

    public TimeZoneInfo Zone => place.Zone;

    public DateTimeOffset Now { get; private set; }

    /// <inheritdoc/>
    public bool KnowsTime { get; set; } = true;

    /// <summary>Id of the trigger that fired; empty for none.</summary>
    public string Trigger { get; private set; } = string.Empty;

    public RunValues? Values { get; private set; }

    public double? SunElevation => KnowsTime && place.Position is { } position ? SunPosition.Elevation(Now, position) : null;

    public int? PeopleHome => people.AtHome;

    public bool? IsWorkday => !KnowsTime ? null : place.Calendar.IsWorkday(ZoneOffsets.DateAt(Now, place.Zone));

    public bool? IsHoliday => !KnowsTime ? null : place.Calendar.IsHoliday(ZoneOffsets.DateAt(Now, place.Zone));

    public IEnumerable<string> People => people.All.Select(person => person.Plan.Id);

    /// <summary>Sets it to a moment of a run.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="trigger">Id of the trigger that fired; empty for none.</param>
    /// <param name="values">The run's variables; null for none.</param>
    public EngineScope At(DateTimeOffset now, string trigger, RunValues? values)
    {
        (Now, Trigger, Values) = (now, trigger, values);
        return this;
    }

    public ExpressionValue Variable(string name) => Values?.Find(name) ?? default;

    public bool? IsHome(string person) => people.IsHome(person);

    public string? AutomationState(string id) => automationOf(id) is not { } state ? isOff(id) ? "disabled" : null
        : !state.Plan.Enabled ? "disabled"
        : state.Runs.Count > 0 ? "running"
        : "enabled";

    /// <summary>What is known of a property, by the contract that its device has now.</summary>
    public PropertyState StateOf(PropertyReference reference) => Home.TryGetDevice(reference.Device.Name, out var device)
        && device.Contract.TryGetProperty(reference.Property.Key, out var property)
        ? Home.GetState(device, property)
        : default;

    public AutomationState? AutomationOf(string id) => automationOf(id);

    public DeviceAvailability AvailabilityOf(Device device) => Home.TryGetDevice(device.Name, out var present) ? world.AvailabilityOf(present) : DeviceAvailability.Unknown;
}
