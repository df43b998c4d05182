using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Drivers.CharacterDevice;
using IotHub.Gpio.Input;
using IotHub.Gpio.Points;
using IotHub.Gpio.Sysfs;
using IotHub.Gpio.Wiring;

namespace IotHub.GpioRig.Tests;

/// <summary>Sensors, PWM, LEDs and keys through the kernel's real drivers.</summary>
public sealed class DriverTests
{
    private static readonly SysfsTree Tree = new();

    [RigFact]
    public void Iio_Bme280_MeasuresWhatItsDataSheetSays()
    {
        Assert.Equal(25.08, new IioSensor(Tree, "bme280", null, "temp").Read(), 3);
        Assert.Equal(100.653, new IioSensor(Tree, "bme280", null, "pressure").Read(), 3);
        Assert.InRange(new IioSensor(Tree, "bme280", null, "humidityrelative").Read(), 1, 99);
    }

    [RigFact]
    public void Iio_ByOwner_FindsTheRightOne()
    {
        var at = Path.GetFileName(Directory.EnumerateDirectories("/sys/bus/i2c/devices").Single(device => SysfsTree.TryRead(Path.Combine(device, "name")) == "bme280"));

        Assert.Equal(25.08, new IioSensor(Tree, "bme280", at, "temp").Read(), 3);
        Assert.Throws<SysfsException>(() => new IioSensor(Tree, "bme280", "9-0076", "temp").Read());
    }

    [RigFact]
    public void Iio_RawScaleAndOffset_AreAppliedInTheirOrder()
    {
        Assert.Equal((73 + 7) * 0.001333 / 1000, new IioSensor(Tree, "dummy0", null, "voltage0").Read(), 9);

        // The driver calls an ADS1115 by its elder's name.
        Assert.Equal(0.5, new IioSensor(Tree, "ads1015", null, "voltage0").Read(), 3);
        Assert.Equal(612, new IioSensor(Tree, "scd41", null, "concentration_co2").Read(), 6);
        Assert.Equal(21.5, new IioSensor(Tree, "scd41", null, "temp").Read(), 2);
    }

    [RigFact]
    public void Iio_LightSensor_FollowsTheLight()
    {
        var sensor = new IioSensor(Tree, "bh1750", null, "illuminance");
        Assert.Equal(500 / 1.2, sensor.Read(), 0);

        Rig.Write("/sys/devices/platform/i2c-sim.0/rules", "23 *: 03 e8");
        Assert.Equal(1000 / 1.2, sensor.Read(), 0);

        Rig.Write("/sys/devices/platform/i2c-sim.0/rules", "23 *!");
        Assert.Throws<SysfsException>(() => sensor.Read());
        Rig.Write("/sys/devices/platform/i2c-sim.0/rules", "23 *: 01 f4");
        Assert.Equal(500 / 1.2, sensor.Read(), 0);
    }

    [RigFact]
    public void Hwmon_Chips_MeasureInPeoplesUnits()
    {
        Assert.Equal(23.5, new HwmonSensor(Tree, "lm75", null, "temp1").Read(), 6);
        Assert.Equal(12.0, new HwmonSensor(Tree, "ina219", null, "in1").Read(), 6);
        Assert.Equal(21.5, new HwmonSensor(Tree, "sht4x", null, "temp1").Read(), 2);
        Assert.Equal(45.0, new HwmonSensor(Tree, "sht4x", null, "humidity1").Read(), 2);
    }

    [RigFact]
    public void OneWire_Thermometers_AreReadAndTheirFaultsNoticed()
    {
        var (first, second) = (new OneWireSensor(Tree, "28-0000000000b1"), new OneWireSensor(Tree, "28-0000000000b2"));
        Assert.Equal((21.5, -4.25), (first.Read(), second.Read()));

        Rig.Write("/sys/module/w1_sim/parameters/crc_errors", "100");
        Assert.Contains("does not answer, or its check sum was wrong", Assert.Throws<SysfsException>(() => first.Read()).Message, StringComparison.Ordinal);
        Rig.Write("/sys/module/w1_sim/parameters/crc_errors", "0");

        Rig.Write("/sys/module/w1_sim/parameters/temp_mc", "85000,-4250");
        Assert.Contains("before the first measurement", Assert.Throws<SysfsException>(() => first.Read()).Message, StringComparison.Ordinal);
        Rig.Write("/sys/module/w1_sim/parameters/temp_mc", "21500,-4250");
        Assert.Equal(21.5, first.Read());
        Assert.Throws<SysfsException>(() => new OneWireSensor(Tree, "28-0000000000ff").Read());
    }

    [RigFact]
    public void Pwm_DimmerAndServo_ReachTheHardware()
    {
        Assert.True(Gpio.Tests.WiredContracts.All.TryGetKind("wired-light", out var light));
        Assert.True(Gpio.Tests.WiredContracts.All.TryGetKind("wired-servo", out var servo));
        var (on, brightness, angle) = (Property(light, "light.on"), Property(light, "light.brightness"), Property(servo, "servo.angle"));

        var dimmer = new PwmOutput(brightness, new Wire.Pwm("pwmchip0", 0, TimeSpan.FromMilliseconds(1), null, TimeSpan.FromMilliseconds(1), false, on, false), Tree);
        dimmer.Set(brightness, PropertyValue.FromInteger(25), default);
        dimmer.Set(on, PropertyValue.FromBoolean(true), default);
        Assert.Equal("0 1000000 250000 normal 1", Applied(0));

        var inverse = new PwmOutput(brightness, new Wire.Pwm("pwm-sim.0", 2, TimeSpan.FromMicroseconds(100), null, TimeSpan.FromMicroseconds(100), true, on, false), Tree);
        inverse.Set(on, PropertyValue.FromBoolean(true), default);
        Assert.Equal("2 100000 100000 inversed 1", Applied(2));

        var valve = new PwmOutput(angle, new Wire.Pwm("pwmchip0", 1, TimeSpan.FromMilliseconds(20), TimeSpan.FromMicroseconds(500), TimeSpan.FromMicroseconds(2500), false, null, true), Tree);
        Assert.Equal("0", Applied(1).Split(' ')[4]);
        valve.Set(angle, PropertyValue.FromInteger(90), default);
        Assert.Equal("1 20000000 1500000 normal 1", Applied(1));

        // On the same channel a much shorter period: what is on its way must not be refused.
        var fast = new PwmOutput(brightness, new Wire.Pwm("pwmchip0", 1, TimeSpan.FromMicroseconds(50), null, TimeSpan.FromMicroseconds(50), false, on, false), Tree);
        fast.Set(on, PropertyValue.FromBoolean(true), default);
        Assert.Equal("1 50000 50000 normal 1", Applied(1));

        dimmer.Leave();
        valve.Leave();
        Assert.Equal("0", Applied(0).Split(' ')[4]);
        Assert.Equal("1", Applied(1).Split(' ')[4]);
        Assert.Contains("has no channel 4", Assert.Throws<SysfsException>(() => PwmChannel.Open(Tree, "pwmchip0", 4)).Message, StringComparison.Ordinal);
    }

    [RigFact]
    public void Led_OnAndOff_DrivesItsLine()
    {
        Assert.True(Gpio.Tests.WiredContracts.All.TryGetKind("wired-relay", out var relay));
        var on = Property(relay, "switch.on");
        var led = new LedOutput(on, new Wire.Led("sim:green:led0", false), Tree);

        led.Set(on, PropertyValue.FromBoolean(true), default);
        Assert.True(Rig.LevelOf("LED0"));
        led.Leave();
        Assert.False(Rig.LevelOf("LED0"));
    }

    [RigFact]
    public async Task Input_KeysAndEncoder_AreTold()
    {
        using var watch = new FileWatch();
        using var driver = new EventDeviceDriver(watch, Tree);
        var listener = new Listener();
        using var keys = driver.Open("sim-keys", listener);
        Assert.False(keys.IsDown(116));

        Rig.Pull("KEY", false);
        var down = await listener.NextAsync();
        Assert.Equal((InputEventType.Key, 116, 1), (down.Type, down.Code, down.Value));
        Assert.True(keys.IsDown(116));
        Rig.Pull("KEY", true);
        Assert.Equal(0, (await listener.NextAsync()).Value);

        var encoder = Directory.EnumerateDirectories("/sys/class/input", "event*")
            .Select(entry => SysfsTree.TryRead(Path.Combine(entry, "device", "name"))!).Single(name => name.Contains("rotary", StringComparison.OrdinalIgnoreCase) || name.Contains("enc", StringComparison.OrdinalIgnoreCase));
        using var knob = driver.Open(encoder, listener);
        foreach (var (a, b) in new[] { (true, false), (true, true), (false, true), (false, false) })
        {
            Rig.Pull("ENC_A", a);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            Rig.Pull("ENC_B", b);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        var turned = await listener.NextAsync();
        Assert.Equal((InputEventType.Relative, 0), (turned.Type, turned.Code));
        Assert.Equal(1, Math.Abs(turned.Value));
        Assert.Contains("no input device", Assert.Throws<InputException>(() => driver.Open("nobody", listener)).Message, StringComparison.Ordinal);
    }

    private static ContractProperty Property(DeviceContract contract, string key) =>
        contract.TryGetProperty(key, out var property) ? property : throw new InvalidOperationException(key);

    /// <summary>What reached a channel: its number, period, duty, polarity, and whether it runs.</summary>
    private static string Applied(int channel) => string.Join(' ', File.ReadAllLines("/sys/devices/platform/pwm-sim.0/applied")[channel].Split(' ')[..5]);

    private sealed class Listener : IInputListener
    {
        private readonly System.Threading.Channels.Channel<InputEvent> _events = System.Threading.Channels.Channel.CreateBounded<InputEvent>(100);

        public void OnInput(in InputEvent input) => _events.Writer.TryWrite(input);

        public void OnLost(string reason) => _events.Writer.TryComplete(new InvalidOperationException(reason));

        public async Task<InputEvent> NextAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
            return await _events.Reader.ReadAsync(limit.Token);
        }
    }
}
