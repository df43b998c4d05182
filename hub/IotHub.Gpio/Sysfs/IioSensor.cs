namespace IotHub.Gpio.Sysfs;

/// <summary>A channel of an IIO device. Devices are numbered as they come, so it is found by name, again at each reading.</summary>
internal sealed class IioSensor(SysfsTree tree, string name, string? owner, string channel) : ISensor
{
    // What the kernel's interface gives (Documentation/ABI/testing/sysfs-bus-iio), times this, is what people use.
    private static readonly (string Type, double Factor)[] Units =
    [
        ("temp", 1e-3), ("humidityrelative", 1e-3), ("voltage", 1e-3), ("current", 1e-3), ("power", 1e-3), ("concentration", 1e4),
    ];

    /// <inheritdoc/>
    public double Read()
    {
        var folder = tree.Find("bus/iio/devices", "iio:device", name, owner)
            ?? throw new SysfsException($"There is no IIO device {name}{(owner is null ? string.Empty : $" at {owner}")}: is its overlay in config.txt?");
        var type = TypeOf(channel);
        return Value(folder, type) * Units.Where(unit => unit.Type == type).Select(unit => unit.Factor).FirstOrDefault(1);
    }

    private static string TypeOf(string channel)
    {
        var end = channel.AsSpan().IndexOfAnyExceptInRange('a', 'z');
        return end < 0 ? channel : channel[..end];
    }

    private double Value(string folder, string type)
    {
        string At(string of, string what) => Path.Combine(folder, $"in_{of}_{what}");
        if (SysfsTree.TryReadNumber(At(channel, "input")) is { } processed)
        {
            return processed;
        }

        var raw = SysfsTree.TryReadNumber(At(channel, "raw"))
            ?? throw new SysfsException($"The IIO device {name} has no channel {channel}: it has neither in_{channel}_input nor in_{channel}_raw.");

        // Scale and offset may be shared by all channels of a type.
        var offset = SysfsTree.TryReadNumber(At(channel, "offset")) ?? SysfsTree.TryReadNumber(At(type, "offset")) ?? 0;
        var scale = SysfsTree.TryReadNumber(At(channel, "scale")) ?? SysfsTree.TryReadNumber(At(type, "scale")) ?? 1;
        return (raw + offset) * scale;
    }
}
