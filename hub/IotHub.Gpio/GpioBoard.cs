using IotHub.Gpio.Drivers.CharacterDevice;
using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Input;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Sysfs;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio;

/// <summary>What a board has, by its three ways in: lines, input devices, and the kernel's devices as files.</summary>
public sealed class GpioBoard : IDisposable
{
    private readonly IDisposable? _watch;

    internal GpioBoard(ILineDriver lines, IInputDriver inputs, SysfsTree tree, IDisposable? watch = null) => (Lines, Inputs, Tree, _watch) = (lines, inputs, tree, watch);

    /// <summary>The chip of a simulated board; null for a real one.</summary>
    public SimulatedChip? SimulatedChip => (Lines as SimulatedLineDriver)?.Simulated.FirstOrDefault();

    /// <summary>The keys and encoders of a simulated board; null for a real one.</summary>
    public SimulatedInputDriver? SimulatedInputs => Inputs as SimulatedInputDriver;

    internal ILineDriver Lines { get; }

    internal IInputDriver Inputs { get; }

    internal SysfsTree Tree { get; }

    /// <summary>The board that the hub runs on. Linux 5.10 or later.</summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    public static GpioBoard OfKernel()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Pins can be driven on Linux only.");
        }

        var watch = new FileWatch();
        var tree = new SysfsTree();
        return new GpioBoard(new CharacterDeviceDriver(watch), new EventDeviceDriver(watch, tree), tree, watch);
    }

    /// <summary>A board without hardware.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="inputs">Its keys and encoders.</param>
    /// <param name="sysfs">A folder in the shape of <c>/sys</c>, for sensors, PWM and LEDs; need not be there.</param>
    public static GpioBoard Simulated(SimulatedLineDriver lines, SimulatedInputDriver inputs, string sysfs) => new(lines, inputs, new SysfsTree(sysfs));

    /// <summary>A board without hardware, with the chip of a Raspberry Pi 4.</summary>
    /// <param name="time">Where edges get their time.</param>
    /// <param name="sysfs">As above.</param>
    public static GpioBoard Simulated(TimeProvider time, string sysfs) =>
        Simulated(new SimulatedLineDriver(time, Drivers.Simulated.SimulatedChip.LikePi4()), new SimulatedInputDriver(time), sysfs);

    /// <inheritdoc/>
    public void Dispose()
    {
        Lines.Dispose();
        Inputs.Dispose();
        _watch?.Dispose();
    }

    /// <summary>What is measured by a wire.</summary>
    internal ISensor Sensor(Wire.Sensor wire) => wire.Kind switch
    {
        SensorKind.Iio => new IioSensor(Tree, wire.Name, wire.At, wire.Channel),
        SensorKind.Hwmon => new HwmonSensor(Tree, wire.Name, wire.At, wire.Channel),
        _ => new OneWireSensor(Tree, wire.Name),
    };
}
