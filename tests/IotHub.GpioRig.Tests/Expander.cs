namespace IotHub.GpioRig.Tests;

/// <summary>A second simulated chip that is plugged in and out, as an expander on USB is.</summary>
internal sealed class Expander : IDisposable
{
    public const string Label = "rig-expander";

    private const string Folder = "/sys/kernel/config/gpio-sim/rig-expander";

    private bool _isIn;

    public static Expander Plug()
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Folder + "/bank0");
        Rig.Write(Folder + "/bank0/num_lines", "4");
        Rig.Write(Folder + "/bank0/label", Label);
        var expander = new Expander();
        expander.PlugAgain();
        return expander;
    }

    public void PlugAgain()
    {
        Rig.Write(Folder + "/live", "1");
        _isIn = true;
    }

    public void Unplug()
    {
        Rig.Write(Folder + "/live", "0");
        _isIn = false;
    }

    public void Dispose()
    {
        if (_isIn)
        {
            Unplug();
        }

        Directory.Delete(Folder + "/bank0");
        Directory.Delete(Folder);
    }
}
