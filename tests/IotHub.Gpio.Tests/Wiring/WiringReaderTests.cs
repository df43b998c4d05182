using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Tests.Wiring;

public sealed class WiringReaderTests
{
    private const string Relay = """{ "did": "hall-relay", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17" } } }""";

    [Fact]
    public void Read_Relay_HasItsLineAndTimes()
    {
        var device = ReadOne("""
            { "did": "hall-relay", "contract": "urn:miot-spec-v2:device:switch:0000A003:iothub-wired-relay:1", "label": "Hall lamp", "room": "Hall",
              "properties": { "switch.on": { "line": 17, "active-low": true, "drive": "open-drain", "start": "keep", "stop": "on", "on-min": "2s", "off-min": "1.5m", "on-max": "1h" } },
              "actions": { "switch.toggle": { "toggles": "switch.on" } } }
            """);

        Assert.Equal(("hall-relay", "Hall lamp", "Hall"), (device.Did, device.Label, device.Room));
        var wire = Assert.IsType<Wire.Line>(Assert.Single(device.Properties).Wire);
        Assert.Equal(new LineSettings("17", true) { IsActiveLow = true, Drive = LineDrive.OpenDrain, Initial = null }, wire.Settings);
        Assert.Equal((null, true, new RelayTimes(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(90), TimeSpan.FromHours(1))), (wire.Chip, wire.Stop, wire.Times));
        Assert.Equal(("switch.toggle", "switch.on"), (device.Actions[0].Action.Key, device.Actions[0].Toggles.Key));
    }

    [Fact]
    public void Read_Relay_IsOffAtStartAndStopUnlessSaid()
    {
        var wire = (Wire.Line)ReadOne(Relay).Properties[0].Wire;

        Assert.Equal((false, false, true), (wire.Settings.Initial, wire.Stop, wire.Times.IsNone));
    }

    [Fact]
    public void Read_ButtonContactAndKnob_HaveTheirEvents()
    {
        var result = Read("""
            { "devices": [
              { "did": "bell", "contract": "wired-button", "buttons": { "b": { "line": "GPIO27", "bias": "pull-up", "active-low": true, "debounce": "20ms", "long-press": "2s" } },
                "events": { "switch-sensor.click": { "button": "b" }, "switch-sensor.long-press-released": { "button": "b", "gesture": "release" } } },
              { "did": "door", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": "GPIO22" } },
                "events": { "contact-sensor.opened": { "property": "contact-sensor.contact-state", "becomes": false } } },
              { "did": "knob", "contract": "wired-knob", "buttons": { "push": { "input": "keys", "key": "KEY_ENTER" } },
                "events": { "switch-sensor.rotated": { "input": "rotary", "axis": "REL_DIAL", "step": 18 }, "switch-sensor.click": { "button": "push" } } } ] }
            """);

        Assert.Empty(result.Diagnostics);
        var (bell, door, knob) = (result.Devices[0], result.Devices[1], result.Devices[2]);
        Assert.Equal(TimeSpan.FromMilliseconds(20), ((Wire.Line)bell.Buttons[0].Wire).Settings.Debounce);
        Assert.Equal((TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(2)), (bell.Buttons[0].DoubleClick, bell.Buttons[0].LongPress));
        Assert.Equal([Gesture.Click, Gesture.Release], bell.Events.Cast<WiredEvent.OfButton>().Select(one => one.Gesture));
        Assert.False(Assert.IsType<WiredEvent.OfProperty>(Assert.Single(door.Events)).Becomes);
        Assert.Equal(28, ((Wire.Key)knob.Buttons[0].Wire).Code);
        var turned = Assert.IsType<WiredEvent.OfAxis>(knob.Events[0]);
        Assert.Equal(("rotary", 7, 18), (turned.Device, turned.Axis, turned.Step));
        Assert.Equal(
            [("keys", false, 28, "KEY_ENTER", "knob"), ("rotary", true, 7, "REL_DIAL", "knob")],
            WiredControl.Of(result.Devices).Select(control => (control.Input, control.IsAxis, control.Code, control.Name, string.Join(',', control.Dids))));
    }

    [Fact]
    public void Read_SensorsAndDimmer_HaveTheirChannels()
    {
        var result = Read("""
            { "devices": [
              { "did": "climate", "contract": "wired-climate", "properties": {
                "temperature-humidity-sensor.temperature": { "iio": "bme280", "at": "1-0076", "channel": "temp", "poll": "1m", "offset": -0.5, "change": 0.1 },
                "temperature-humidity-sensor.relative-humidity": { "hwmon": "sht4x", "channel": "humidity1" } } },
              { "did": "pipe", "contract": "wired-thermometer", "properties": { "temperature-humidity-sensor.temperature": { "one-wire": "28-0000000000b1" } } },
              { "did": "lamp", "contract": "wired-light", "properties": { "light.brightness": { "pwm": "1f00098000.pwm", "channel": 2, "period": "500us", "switch": "light.on" } },
                "actions": { "light.toggle": { "toggles": "light.on" } } } ] }
            """);

        Assert.Empty(result.Diagnostics);
        Assert.Equal(new Wire.Sensor(SensorKind.Iio, "bme280", "1-0076", "temp", TimeSpan.FromMinutes(1), 1, -0.5, 0.1), result.Devices[0].Properties[0].Wire);
        Assert.Equal(new Wire.Sensor(SensorKind.Hwmon, "sht4x", null, "humidity1", TimeSpan.FromSeconds(30), 1, 0, 0), result.Devices[0].Properties[1].Wire);
        Assert.Equal(new Wire.Sensor(SensorKind.OneWire, "28-0000000000b1", null, "", TimeSpan.FromSeconds(30), 1, 0, 0), result.Devices[1].Properties[0].Wire);
        var pwm = Assert.IsType<Wire.Pwm>(Assert.Single(result.Devices[2].Properties).Wire);
        Assert.Equal(("1f00098000.pwm", 2, TimeSpan.FromMicroseconds(500), "light.on"), (pwm.Chip, pwm.Channel, pwm.Period, pwm.Switch?.Key));
    }

    [Theory]
    [InlineData("""{ "line": "GPIO17", "active_low": true }""", "wiring.unknown", "\"active_low\" means nothing here; there are line, chip, active-low, bias, drive, start, stop, on-min, off-min, on-max. Did you mean \"active-low\"?")]
    [InlineData("""{ "lien": "GPIO17" }""", "wiring.kind", "It has none of \"line\", \"pwm\", \"led\", which tell what it is.")]
    [InlineData("""{ "line": "GPIO17", "on-min": "5" }""", "wiring.value", "\"on-min\" is the text \"5\"; expected a time such as 20ms, 5s or 10m, from 0s to 168h.")]
    [InlineData("""{ "line": -3 }""", "wiring.value", "\"line\" is the number -3; expected a name or a whole number from 0 to 65535.")]
    [InlineData("""{ "line": "GPIO17", "start": "maybe" }""", "wiring.value", "\"start\" is the text \"maybe\"; expected off or on or keep.")]
    [InlineData("""{ "line": "GPIO17", "on-min": "10s", "on-max": "5s" }""", "wiring.times", "on-max is 5s, less than on-min, which is 10s.")]
    [InlineData("""{ "iio": "bme280", "channel": "temp" }""", "wiring.kind", "It has none of \"line\", \"pwm\", \"led\", which tell what it is.")]
    [InlineData("""{ "pwm": "pwmchip0", "duty-to": "2ms" }""", "wiring.times", "It is longer than the period of 1ms.")]
    [InlineData("""{ "pwm": "pwmchip0", "switch": "switch.off" }""", "wiring.unknown", "switch.off is not another property of yes or no that can be set.")]
    [InlineData("true", "wiring.type", "Here stands true; expected an object: A line that is driven.")]
    public void Read_FaultyOutput_IsNamed(string point, string code, string message)
    {
        var result = Read($$"""{ "devices": [ { "did": "r", "contract": "wired-relay", "properties": { "switch.on": {{point}} } } ] }""");

        Assert.Empty(result.Devices);
        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((code, message), (fault.Code, $"{fault.Message} {fault.Suggestion}".Trim()));
    }

    [Theory]
    [InlineData("""{ "did": "r/1", "contract": "wired-relay" }""", "wiring.did")]
    [InlineData("""{ "did": "r", "contract": "wired-relais" }""", "wiring.contract")]
    [InlineData("""{ "did": "r", "contract": "wired-relay" }""", "wiring.empty")]
    [InlineData("""{ "did": "r", "contract": "wired-relay", "properties": { "switch.off": { "line": 1 } } }""", "wiring.unknown")]
    [InlineData("""{ "did": "r", "contract": "wired-button", "properties": { "switch-sensor.press-duration": { "line": 1 } } }""", "wiring.access")]
    [InlineData("""{ "did": "r", "contract": "wired-button", "events": { "switch-sensor.click": { "button": "b" } } }""", "wiring.unknown")]
    [InlineData("""{ "did": "r", "contract": "motion-sensor", "properties": { "motion-sensor.motion-state": { "line": 1 } }, "events": { "motion-sensor.motion-detected": { "property": "motion-sensor.motion-state" } } }""", "wiring.arguments")]
    [InlineData("""{ "did": "r", "contract": "wired-thermometer", "properties": { "temperature-humidity-sensor.temperature": { "line": 1 } } }""", "wiring.format")]
    [InlineData("""{ "did": "r", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "iio": "x", "channel": "y" } } }""", "wiring.format")]
    [InlineData("""{ "did": "r", "contract": "wired-button", "buttons": { "b": { "input": "x", "key": "KEY_FOO" } }, "events": { "switch-sensor.click": { "button": "b" } } }""", "wiring.code wiring.unknown")]
    [InlineData("""{ "did": "r", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": 1 } }, "actions": { "switch.toggle": { "toggles": "x" } } }""", "wiring.unknown")]
    [InlineData("""{ "contract": "wired-relay" }""", "wiring.missing")]
    [InlineData("""{ "did": "r", "did": "s", "contract": "wired-relay", "properties": { "switch.on": { "line": 3 } } }""", "json.duplicate-name")]
    public void Read_FaultyDevice_IsNamed(string device, string codes)
    {
        var result = Read($$"""{ "devices": [ {{device}} ] }""");

        Assert.Equal(codes, string.Join(' ', result.Diagnostics.Select(fault => fault.Code)));
    }

    [Fact]
    public void Read_FaultInTheMiddle_HasPathLineAndColumnAndCostsNothingElse()
    {
        var result = Read("""
            { "devices": [
              { "did": "one", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO1" } } },
              { "did": "two", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO2",
                  "start": 5 } } },
              { "did": "three", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO2" } } } ] }
            """);

        Assert.Equal(["one", "three"], result.Devices.Select(device => device.Did));
        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal(("/devices/1/properties/switch.on/start", 4, 16, DiagnosticSeverity.Error), (fault.Path, fault.Line, fault.Column, fault.Severity));
    }

    [Theory]
    [InlineData("\"GPIO17\"", "")]
    [InlineData("17", "")]
    [InlineData("\"17\"", """, "chip": "pinctrl-rp1" """)]
    public void Read_LineOfAnotherDeviceInAnotherFile_IsRefused(string line, string chip)
    {
        var reader = new WiringReader(WiredContracts.All);
        reader.Read(Bytes($$"""{ "devices": [ {{Relay}} ] }"""));

        var second = reader.Read(Bytes($$"""{ "devices": [ { "did": "other", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": {{line}}{{chip}} } } } ] }"""));

        Assert.Empty(second.Devices);
        Assert.Equal($"line {line.Trim('"')} is wired already, to hall-relay.", Assert.Single(second.Diagnostics).Message);
    }

    [Fact]
    public void Read_SameLineOfAnotherChip_IsAnotherLine()
    {
        var result = Read($$"""{ "devices": [ {{Relay}}, { "did": "other", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17", "chip": "expander" } } } ] }""");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(2, result.Devices.Length);
    }

    [Fact]
    public void Read_SameDidTwice_IsRefused() => Assert.Equal("hall-relay is wired twice.", Assert.Single(Read($$"""{ "devices": [ {{Relay}}, {{Relay}} ] }""").Diagnostics).Message);

    [Fact]
    public void Read_MoreThanEnoughFaults_CountsTheRest()
    {
        var points = string.Join(", ", Enumerable.Range(0, 60).Select(n => $$"""{ "did": "d{{n}}", "contract": "none", "x": 1 }"""));

        var result = Read($$"""{ "devices": [ {{points}}, {{points}} ] }""");

        Assert.Equal(WiringLimits.FaultsMax + 1, result.Diagnostics.Length);
        Assert.Equal("20 further faults are not listed.", result.Diagnostics[^1].Message);
    }

    [Theory]
    [InlineData("", "json.empty")]
    [InlineData("{", "json.syntax")]
    [InlineData("[]", "wiring.type")]
    [InlineData("{}", "wiring.missing")]
    public void Read_NoDocument_IsNamed(string text, string code) => Assert.Equal(code, Assert.Single(Read(text).Diagnostics).Code);

    [Fact]
    public void Read_FileBeyondItsBound_IsRefused()
    {
        var result = new WiringReader(WiredContracts.All).Read(new byte[WiringLimits.FileBytesMax + 1]);

        Assert.Equal("wiring.limit", Assert.Single(result.Diagnostics).Code);
    }

    private static WiredDevice ReadOne(string device)
    {
        var result = Read($$"""{ "devices": [ {{device}} ] }""");
        Assert.Empty(result.Diagnostics.Select(fault => fault.Format("wiring")));
        return Assert.Single(result.Devices);
    }

    private static WiringFileResult Read(string text) => new WiringReader(WiredContracts.All).Read(Bytes(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
