using System.Globalization;

namespace IotHub.Gpio.Sysfs;

/// <summary>A channel of a PWM chip. The kernel leaves it as it is when the hub goes, so whoever uses it sets it before.</summary>
internal sealed class PwmChannel
{
    private const int Busy = 16;

    private readonly string _folder;
    private PwmSetting _setting;

    private PwmChannel(string folder) => (_folder, _setting) = (folder, ReadSetting(folder));

    /// <summary>How it is set.</summary>
    public PwmSetting Setting => _setting;

    /// <summary>Opens it, and has the kernel show it where it does not yet.</summary>
    /// <param name="tree">Where.</param>
    /// <param name="chip">The device that the chip belongs to, or the chip's name: its number moves from kernel to kernel.</param>
    /// <param name="channel">From 0.</param>
    /// <exception cref="SysfsException">There is no such chip or channel, or no right to it. Right after it is shown, its group may still be on the way.</exception>
    public static PwmChannel Open(SysfsTree tree, string chip, int channel)
    {
        var folder = tree.Find("class/pwm", "pwmchip", null, chip) ?? tree.Entries("class/pwm", "pwmchip").FirstOrDefault(entry => Path.GetFileName(entry) == chip)
            ?? throw new SysfsException($"There is no PWM chip {chip}: is its overlay in config.txt?");
        var channels = SysfsTree.ReadNumber(Path.Combine(folder, "npwm"));
        if (channel >= channels)
        {
            throw new SysfsException(string.Create(CultureInfo.InvariantCulture, $"The PWM chip {chip} has no channel {channel}: its channels are 0 to {channels - 1}."));
        }

        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"pwm{channel}"));
        if (!Directory.Exists(path))
        {
            Export(folder, channel);
        }

        SysfsTree.DemandWrite(Path.Combine(path, "duty_cycle"));
        return new PwmChannel(path);
    }

    /// <summary>Sets it.</summary>
    /// <exception cref="SysfsException">The driver refused a value, or the chip is gone.</exception>
    public void Set(PwmSetting wanted)
    {
        try
        {
            foreach (var (attribute, value) in PwmWrites.Between(_setting, wanted))
            {
                SysfsTree.Write(Path.Combine(_folder, attribute), value);
            }

            _setting = wanted;
        }
        catch (SysfsException)
        {
            // Some writes may have been taken. Where even that cannot be read, nothing is known but what was.
            _setting = Directory.Exists(_folder) ? ReadSetting(_folder) : _setting;
            throw;
        }
    }

    private static void Export(string folder, int channel)
    {
        try
        {
            SysfsTree.Write(Path.Combine(folder, "export"), channel);
        }
        catch (SysfsException fault) when (fault.InnerException is IOException { HResult: var result } && (result & 0xffff) == Busy)
        {
            // Shown between the look and this.
        }
    }

    private static PwmSetting ReadSetting(string folder) => new(
        (long)SysfsTree.ReadNumber(Path.Combine(folder, "period")),
        (long)SysfsTree.ReadNumber(Path.Combine(folder, "duty_cycle")),
        SysfsTree.TryRead(Path.Combine(folder, "polarity")) == "inversed",
        SysfsTree.ReadNumber(Path.Combine(folder, "enable")) > 0);
}
