using System.Collections.Immutable;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring.Forms;

namespace IotHub.Gpio.Wiring;

/// <summary>Reads what is wired of one device, against its contract.</summary>
internal sealed class PointReader(WiredDevice device, FormReader forms, WiringFaults faults, WiringClaims claims)
{
    private static readonly WiringForm[] Outputs = [WiringForms.LineOutput, WiringForms.Pwm, WiringForms.Led];
    private static readonly WiringForm[] Inputs = [WiringForms.LineInput, WiringForms.Iio, WiringForms.Hwmon, WiringForms.OneWire, WiringForms.InputKey];

    private readonly WireReader _wires = new(device, faults, claims);
    private readonly DeviceContract _contract = device.Contract;

    public WiredDevice Read(FormValues values)
    {
        var properties = values.Members("properties").Select(Property).OfType<WiredProperty>().ToImmutableArray();
        var buttons = values.Members("buttons").Select(Button).OfType<WiredButton>().ToImmutableArray();
        foreach (var member in values.Members("properties"))
        {
            // What a channel is switched by is wired with it.
            if (properties.Any(wired => wired.Wire is Wire.Pwm { Switch: { } by } && by.Key == member.Name))
            {
                faults.Error(member, "wiring.twice", $"{member.Name} is wired twice: a PWM channel of this device is switched by it.");
            }
        }

        var wired = properties.Select(one => one.Property).Concat(properties.Select(one => (one.Wire as Wire.Pwm)?.Switch).OfType<ContractProperty>()).ToList();
        return device with
        {
            Properties = properties,
            Buttons = buttons,
            Events = [.. values.Members("events").Select(member => Event(member, wired, buttons)).OfType<WiredEvent>()],
            Actions = [.. values.Members("actions").Select(member => Action(member, wired)).OfType<WiredAction>()],
        };
    }

    private WiredProperty? Property(JsonMemberAt member)
    {
        if (!_contract.TryGetProperty(member.Name, out var property))
        {
            Unknown(member, "property", _contract.Properties.Select(one => one.Key));
            return null;
        }

        if (!property.IsWritable && !property.IsObservable)
        {
            faults.Error(member, "wiring.access", $"{property.Key} is neither told nor set: it only comes with an event.");
            return null;
        }

        return forms.Read(member.Value, property.IsWritable ? Outputs : Inputs) is { } values && _wires.Read(values, property) is { } wire
            ? new WiredProperty(property, wire)
            : null;
    }

    private WiredButton? Button(JsonMemberAt member) =>
        forms.Read(member.Value, WiringForms.LineButton, WiringForms.KeyButton) is { } values && _wires.ReadButton(values) is { } wire
            ? new WiredButton(member.Name, wire, values.Time("double-click") ?? TimeSpan.FromMilliseconds(400), values.Time("long-press") ?? TimeSpan.FromSeconds(1))
            : null;

    private WiredEvent? Event(JsonMemberAt member, List<ContractProperty> wired, ImmutableArray<WiredButton> buttons)
    {
        if (!_contract.TryGetEvent(member.Name, out var deviceEvent))
        {
            Unknown(member, "event", _contract.Events.Select(one => one.Key));
            return null;
        }

        if (forms.Read(member.Value, WiringForms.ButtonEvent, WiringForms.PropertyEvent, WiringForms.AxisEvent) is not { } values)
        {
            return null;
        }

        var (arguments, permitted) = (deviceEvent.Arguments.Length, 0);
        WiredEvent? wiredEvent = null;
        if (values.Form == WiringForms.ButtonEvent)
        {
            permitted = 1;
            var button = values.Text("button")!;
            if (!buttons.Any(one => one.Name == button))
            {
                faults.Error(values.At("button"), "wiring.unknown", $"The device has no button {button}; there are {Names(buttons.Select(one => one.Name))}.");
                return null;
            }

            wiredEvent = new WiredEvent.OfButton(deviceEvent, button, values.Text("gesture") switch
            {
                "double-click" => Gesture.DoubleClick,
                "long-press" => Gesture.LongPress,
                "release" => Gesture.Release,
                _ => Gesture.Click,
            });
        }
        else if (values.Form == WiringForms.PropertyEvent)
        {
            wiredEvent = Flag(values, "property", wired) is { } property ? new WiredEvent.OfProperty(deviceEvent, property, values.Flag("becomes", true)) : null;
        }
        else
        {
            permitted = 1;
            wiredEvent = _wires.Code(values, "axis", "REL_X") is { } axis ? new WiredEvent.OfAxis(deviceEvent, values.Text("input")!, axis, values.Number("step", 1)) : null;
        }

        if (arguments > permitted || (arguments == 1 && !IsNumber(deviceEvent.Arguments[0])))
        {
            faults.Error(member, "wiring.arguments", $"{deviceEvent.Key} comes with {Names(deviceEvent.Arguments.Select(one => one.Key))}, which this wiring cannot tell.");
            return null;
        }

        return wiredEvent;
    }

    private WiredAction? Action(JsonMemberAt member, List<ContractProperty> wired)
    {
        if (!_contract.TryGetAction(member.Name, out var action))
        {
            Unknown(member, "action", _contract.Actions.Select(one => one.Key));
            return null;
        }

        if (!action.In.IsEmpty || !action.Out.IsEmpty)
        {
            faults.Error(member, "wiring.arguments", $"{action.Key} has arguments or results; only an action without any can be wired.");
            return null;
        }

        return forms.Read(member.Value, WiringForms.Toggle) is { } values && Flag(values, "toggles", wired) is { } property
            ? property.IsWritable ? new WiredAction(action, property) : Refuse(values, property)
            : null;
    }

    private WiredAction? Refuse(FormValues values, ContractProperty property)
    {
        faults.Error(values.At("toggles"), "wiring.access", $"{property.Key} cannot be set, so it cannot be turned around.");
        return null;
    }

    private ContractProperty? Flag(FormValues values, string member, List<ContractProperty> wired)
    {
        var key = values.Text(member)!;
        if (wired.Find(one => one.Key == key && one.Format == PropertyFormat.Boolean) is { } property)
        {
            return property;
        }

        faults.Error(values.At(member), "wiring.unknown", $"{key} is not a wired property of yes or no; there are {Names(wired.Where(one => one.Format == PropertyFormat.Boolean).Select(one => one.Key))}.");
        return null;
    }

    private void Unknown(JsonMemberAt member, string what, IEnumerable<string> known) =>
        faults.Error(member, "wiring.unknown", $"The contract {_contract.Type.Text} has no {what} {JsonText(member.Name)}; there are {Names(known)}.");

    private static bool IsNumber(ContractProperty property) => property.Format is not (PropertyFormat.Boolean or PropertyFormat.String or PropertyFormat.Hex);

    private static string JsonText(string name) => name.Length <= WiringLimits.NameLengthMax ? name : string.Concat(name.AsSpan(0, WiringLimits.NameLengthMax), "…");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : "none";
}
