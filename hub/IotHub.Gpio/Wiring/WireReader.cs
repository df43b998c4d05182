using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Gpio.Input;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring.Forms;

namespace IotHub.Gpio.Wiring;

/// <summary>From the members of a point to its wire, with what the format alone cannot check.</summary>
internal sealed class WireReader(WiredDevice device, WiringFaults faults, WiringClaims claims)
{
    /// <summary>The wire of a property; null when it cannot be used, which is then told.</summary>
    public Wire? Read(FormValues values, ContractProperty property)
    {
        var isFlag = property.Format == PropertyFormat.Boolean;
        if (values.Form == WiringForms.LineOutput || values.Form == WiringForms.LineInput || values.Form == WiringForms.InputKey)
        {
            return isFlag ? Switched(values) : Unsuited(values, property, "a property of yes or no");
        }

        if (property.Format is PropertyFormat.String or PropertyFormat.Hex)
        {
            return Unsuited(values, property, "a number");
        }

        if (values.Form == WiringForms.Pwm)
        {
            return Pwm(values, property);
        }

        if (values.Form == WiringForms.Led)
        {
            return !isFlag && property.Range is null ? Unsuited(values, property, "a number with a range, or yes or no")
                : Claim(values, "led", $"led {values.Text("led")}") ? new Wire.Led(values.Text("led")!, values.Text("stop") == "keep") : null;
        }

        return isFlag ? Unsuited(values, property, "a number") : Sensor(values);
    }

    /// <summary>The wire of a button.</summary>
    public Wire? ReadButton(FormValues values) => Switched(values);

    /// <summary>The number of a key or an axis; null when its name is not known, which is then told.</summary>
    public int? Code(FormValues values, string member, string otherwise)
    {
        var name = values.Text(member) ?? otherwise;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || EventCodes.TryGet(name, out code))
        {
            return code;
        }

        faults.Error(values.At(member), "wiring.code", $"{name} is not a name that the hub knows; give its number from linux/input-event-codes.h.");
        return null;
    }

    private Wire? Switched(FormValues values)
    {
        if (values.Has("input"))
        {
            return Code(values, "key", string.Empty) is { } code
                ? new Wire.Key(values.Text("input")!, code, values.Flag("invert", false), values.Time("debounce") ?? TimeSpan.Zero)
                : null;
        }

        var (chip, line) = (values.Text("chip"), values.Text("line")!);
        var isOutput = values.Form == WiringForms.LineOutput;
        var settings = new LineSettings(line, isOutput)
        {
            IsActiveLow = values.Flag("active-low", false),
            Bias = values.Text("bias") switch { "pull-up" => LineBias.PullUp, "pull-down" => LineBias.PullDown, "none" => LineBias.None, _ => LineBias.AsIs },
            Drive = values.Text("drive") switch { "open-drain" => LineDrive.OpenDrain, "open-source" => LineDrive.OpenSource, _ => LineDrive.PushPull },
            Debounce = values.Time("debounce") ?? TimeSpan.Zero,
            Initial = isOutput ? Level(values.Text("start")) : false,
        };
        var times = new RelayTimes(values.Time("on-min") ?? TimeSpan.Zero, values.Time("off-min") ?? TimeSpan.Zero, values.Time("on-max"));
        if (times.OnMax < times.OnMin)
        {
            faults.Error(values.At("on-max"), "wiring.times", $"on-max is {WiringDuration.Format(times.OnMax.Value)}, less than on-min, which is {WiringDuration.Format(times.OnMin)}.");
            return null;
        }

        return Claim(values, "line", WiringClaims.Line(chip, line)) ? new Wire.Line(chip, settings, Level(values.Text("stop")), times) : null;
    }

    private Wire? Pwm(FormValues values, ContractProperty property)
    {
        if (property.Format != PropertyFormat.Boolean && property.Range is null)
        {
            return Unsuited(values, property, "a number with a range, or yes or no");
        }

        var period = values.Time("period") ?? TimeSpan.FromMilliseconds(1);
        var (from, to) = (values.Time("duty-from"), values.Time("duty-to") ?? period);
        if (from > period || to > period)
        {
            faults.Error(values.At(from > period ? "duty-from" : "duty-to"), "wiring.times", $"It is longer than the period of {WiringDuration.Format(period)}.");
            return null;
        }

        ContractProperty? by = null;
        if (values.Text("switch") is { } key && (!device.Contract.TryGetProperty(key, out by) || by.Format != PropertyFormat.Boolean || !by.IsWritable || by == property))
        {
            faults.Error(values.At("switch"), "wiring.unknown", $"{key} is not another property of yes or no that can be set.");
            return null;
        }

        var (chip, channel) = (values.Text("pwm")!, (int)values.Number("channel", 0));
        return Claim(values, "pwm", string.Create(CultureInfo.InvariantCulture, $"pwm {chip} {channel}"))
            ? new Wire.Pwm(chip, channel, period, from, to, values.Flag("inverted", false), by, values.Text("stop") == "keep")
            : null;
    }

    private static Wire.Sensor Sensor(FormValues values)
    {
        var kind = values.Form == WiringForms.Iio ? SensorKind.Iio : values.Form == WiringForms.Hwmon ? SensorKind.Hwmon : SensorKind.OneWire;
        return new Wire.Sensor(
            kind, values.Text(values.Form.Members[0].Name)!, values.Text("at"), values.Text("channel") ?? string.Empty, values.Time("poll") ?? WiringLimits.PollDefault,
            values.Number("scale", 1), values.Number("offset", 0), values.Number("change", 0));
    }

    private static bool? Level(string? word) => word switch { "on" => true, "keep" => null, _ => false };

    private bool Claim(FormValues values, string member, string key)
    {
        if (claims.TryClaim(key, device.Did, out var owner))
        {
            return true;
        }

        faults.Error(values.At(member), "wiring.twice", $"{member} {values.Text(member)} is wired already, to {owner}.");
        return false;
    }

    private Wire? Unsuited(FormValues values, ContractProperty property, string expected)
    {
        faults.Error(values.Node, "wiring.format", $"{property.Key} cannot be wired so: \"{values.Form.Members[0].Name}\" needs {expected}.");
        return null;
    }
}
