namespace IotHub.Gpio.Sysfs;

/// <summary>A DS18B20 or its like on a 1-wire bus. A reading takes up to 750 ms; the folder of a sensor that was unplugged goes after some minutes.</summary>
internal sealed class OneWireSensor(SysfsTree tree, string id) : ISensor
{
    private double? _last;

    /// <inheritdoc/>
    public double Read()
    {
        var text = SysfsTree.TryRead(tree.At("bus/w1/devices", id, "w1_slave"))
            ?? throw new SysfsException($"There is no 1-wire sensor {id}: is it plugged in, and the overlay w1-gpio in config.txt?");
        if (OneWireText.Parse(text, _last, out var fault) is not { } value)
        {
            throw new SysfsException($"The 1-wire sensor {id} {fault}.");
        }

        _last = value;
        return value;
    }
}
