namespace IotHub.Gpio.Sysfs;

/// <summary>A channel of a hwmon device, found by name at each reading.</summary>
internal sealed class HwmonSensor(SysfsTree tree, string name, string? owner, string channel) : ISensor
{
    // Documentation/hwmon/sysfs-interface: thousandths, of power and energy millionths.
    private static readonly (string Prefix, double Factor)[] Units =
        [("temp", 1e-3), ("humidity", 1e-3), ("in", 1e-3), ("curr", 1e-3), ("power", 1e-6), ("energy", 1e-6)];

    /// <inheritdoc/>
    public double Read()
    {
        var folder = tree.Find("class/hwmon", "hwmon", name, owner)
            ?? throw new SysfsException($"There is no hwmon device {name}{(owner is null ? string.Empty : $" at {owner}")}: is its overlay in config.txt?");
        var value = SysfsTree.TryReadNumber(Path.Combine(folder, $"{channel}_input"))
            ?? throw new SysfsException($"The hwmon device {name} has no channel {channel}: it has no {channel}_input.");
        var kind = channel.AsSpan().TrimEnd("0123456789").ToString();
        return value * Units.Where(unit => unit.Prefix == kind).Select(unit => unit.Factor).FirstOrDefault(1);
    }
}
