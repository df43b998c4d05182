namespace IotHub.Gpio.Sysfs;

/// <summary>A LED of the kernel's LED class.</summary>
internal sealed class LedLight
{
    private readonly string _folder;

    private LedLight(string folder, int brightnessMax) => (_folder, BrightnessMax) = (folder, brightnessMax);

    /// <summary>Its largest brightness; 1 for one that is only on or off.</summary>
    public int BrightnessMax { get; }

    /// <summary>Opens it, and takes it from whatever makes it blink.</summary>
    /// <exception cref="SysfsException">There is none of that name, or no right to it.</exception>
    public static LedLight Open(SysfsTree tree, string name)
    {
        var folder = tree.At("class/leds", name);
        if (!Directory.Exists(folder))
        {
            throw new SysfsException($"There is no LED {name} in {tree.At("class/leds")}.");
        }

        if (SysfsTree.TryRead(Path.Combine(folder, "trigger")) is { } trigger && !trigger.Contains("[none]", StringComparison.Ordinal))
        {
            SysfsTree.Write(Path.Combine(folder, "trigger"), "none");
        }

        SysfsTree.DemandWrite(Path.Combine(folder, "brightness"));
        return new LedLight(folder, (int)SysfsTree.ReadNumber(Path.Combine(folder, "max_brightness")));
    }

    /// <summary>Sets its brightness, 0 to <see cref="BrightnessMax"/>.</summary>
    /// <exception cref="SysfsException">The LED is gone, or no right to it.</exception>
    public void Set(int brightness) => SysfsTree.Write(Path.Combine(_folder, "brightness"), brightness);
}
