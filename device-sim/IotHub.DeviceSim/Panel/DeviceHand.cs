using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Panel;

/// <summary>What a hand can do to a simulated device. The terminal's panel, a script and the hub's app all do it through this.</summary>
public static class DeviceHand
{
    /// <summary>A property takes a value, as if it came about at the device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="address">Address of the property, <c>light.on</c>.</param>
    /// <param name="value">The value; one that the contract does not permit is refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<PanelAnswer> SetAsync(SimulatedDevice device, string address, JsonElement value, CancellationToken cancellationToken)
    {
        if (!device.Plan.Contract.TryGetProperty(address, out var property))
        {
            return Unknown(device, "property", address, device.Plan.Contract.Properties.Select(known => known.Key));
        }

        if (Read(property, value, out var reading) is { } fault)
        {
            return fault;
        }

        await device.TakeAsync([reading], cancellationToken);
        return PanelAnswer.Done($"{device.Did} {property.Key} = {reading.Value}");
    }

    /// <summary>A hand at the device asks for an action.</summary>
    public static async ValueTask<PanelAnswer> CallAsync(
        SimulatedDevice device, string address, IEnumerable<KeyValuePair<string, JsonElement>> arguments, CancellationToken cancellationToken)
    {
        if (!device.Plan.Contract.TryGetAction(address, out var action))
        {
            return Unknown(device, "action", address, device.Plan.Contract.Actions.Select(known => known.Key));
        }

        if (Read(action.In, arguments, out var readings) is { } fault)
        {
            return fault;
        }

        await device.DoAsync(action, readings, cancellationToken);
        return PanelAnswer.Done($"{device.Did} did {action.Key}.");
    }

    /// <summary>An event happens.</summary>
    public static async ValueTask<PanelAnswer> SendEventAsync(
        SimulatedDevice device, string address, IEnumerable<KeyValuePair<string, JsonElement>> arguments, CancellationToken cancellationToken)
    {
        if (!device.Plan.Contract.TryGetEvent(address, out var happened))
        {
            return Unknown(device, "event", address, device.Plan.Contract.Events.Select(known => known.Key));
        }

        if (Read(happened.Arguments, arguments, out var readings) is { } fault)
        {
            return fault;
        }

        await device.HappenAsync(happened, readings, cancellationToken);
        return PanelAnswer.Done($"{device.Did} said {happened.Key}.");
    }

    /// <summary>A fault begins, beside those there are.</summary>
    /// <param name="device">The device.</param>
    /// <param name="name">Its name, see <see cref="FaultKind.Find"/>.</param>
    /// <param name="value">Its number; null for the usual one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<PanelAnswer> BreakAsync(SimulatedDevice device, string name, double? value, CancellationToken cancellationToken)
    {
        if (FaultKind.Find(name) is not { } kind)
        {
            return UnknownFault(name);
        }

        var number = value ?? kind.Usual;
        if (!kind.Allows(number))
        {
            return NotANumberOf(kind, number.ToString(CultureInfo.InvariantCulture));
        }

        await device.BreakAsync(kind.Apply(device.Faults, number), cancellationToken);
        return PanelAnswer.Done(string.Create(CultureInfo.InvariantCulture, $"{device.Did}: {kind.Name} {number}, {kind.Meaning}"));
    }

    /// <summary>A fault ends; all of them where none is named. What the device refuses by its plan stays refused.</summary>
    public static async ValueTask<PanelAnswer> MendAsync(SimulatedDevice device, string? name, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            await device.BreakAsync(DeviceFaults.None with { Refuses = device.Plan.Faults.Refuses }, cancellationToken);
            return PanelAnswer.Done($"{device.Did} is mended.");
        }

        if (FaultKind.Find(name) is not { } kind)
        {
            return UnknownFault(name);
        }

        await device.BreakAsync(kind.Without(device.Faults), cancellationToken);
        return PanelAnswer.Done($"{device.Did}: no {kind.Name} any more.");
    }

    /// <summary>Its power goes, without a goodbye, or comes back, and it starts anew.</summary>
    public static async ValueTask<PanelAnswer> PowerAsync(SimulatedDevice device, bool isPlugged, CancellationToken cancellationToken)
    {
        if (!isPlugged)
        {
            device.Unplug();
            return PanelAnswer.Done($"{device.Did} is unplugged.");
        }

        await device.PlugAsync(cancellationToken);
        return PanelAnswer.Done($"{device.Did} has power.");
    }

    /// <summary>The answer to a number that a fault cannot have.</summary>
    internal static PanelAnswer NotANumberOf(FaultKind kind, string text) => PanelAnswer.Fault(
        string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is not a {(kind.IsWhole ? "whole " : "")}number from {kind.Minimum} to {kind.Maximum}."), "fault.value");

    private static PanelAnswer UnknownFault(string name) =>
        PanelAnswer.Fault($"There is no fault \"{name}\"; there are {string.Join(", ", FaultKind.All.Select(known => known.Name))}.", "fault.unknown");

    private static PanelAnswer Unknown(SimulatedDevice device, string what, string name, IEnumerable<string> known) => PanelAnswer.Fault(
        $"{device.Did} has no {what} \"{name}\"; it has {string.Join(", ", known.Order(StringComparer.Ordinal).DefaultIfEmpty("none"))}.", $"{what}.unknown");

    private static PanelAnswer? Read(ImmutableArray<ContractProperty> permitted, IEnumerable<KeyValuePair<string, JsonElement>> arguments, out ImmutableArray<PropertyReading> readings)
    {
        readings = [];
        var read = ImmutableArray.CreateBuilder<PropertyReading>();
        foreach (var (address, value) in arguments)
        {
            if (permitted.FirstOrDefault(candidate => candidate.Key == address) is not { } property)
            {
                return PanelAnswer.Fault($"There is no argument \"{address}\"; there are {string.Join(", ", permitted.Select(known => known.Key).DefaultIfEmpty("none"))}.", "argument.unknown");
            }

            if (Read(property, value, out var reading) is { } fault)
            {
                return fault;
            }

            read.Add(reading);
        }

        readings = read.ToImmutable();
        return null;
    }

    private static PanelAnswer? Read(ContractProperty property, JsonElement value, out PropertyReading reading)
    {
        var isRead = ValueCoercion.TryCoerce(property, value, out var coerced, out var wrong, ValueUse.Report);
        reading = isRead ? new PropertyReading(property, coerced) : default;
        return isRead ? null : PanelAnswer.Fault(wrong!.Message, "value.wrong");
    }
}
