using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>A line of a simulated chip. Its chip's lock guards it.</summary>
internal sealed class SimulatedLine(string name)
{
    public string Name { get; } = name;

    /// <summary>What the world outside does to it; null for nothing.</summary>
    public bool? Pull { get; set; }

    /// <summary>How it is used; null while nobody holds it.</summary>
    public LineSettings? Settings { get; set; }

    /// <summary>Who holds it; empty for nobody.</summary>
    public string Consumer { get; set; } = string.Empty;

    /// <summary>What its holder drives it to, as a level.</summary>
    public bool Driven { get; set; }

    /// <summary>The level now: true for high.</summary>
    public bool Level => Settings is { IsOutput: true } output && (output.Drive, Driven) is not ((LineDrive.OpenDrain, true) or (LineDrive.OpenSource, false))
        ? Driven
        : Pull ?? Settings?.Bias switch
        {
            LineBias.PullUp => true,
            LineBias.PullDown => false,
            _ => Settings is { IsOutput: true, Drive: LineDrive.OpenDrain },
        };

    /// <summary>The value that its holder sees.</summary>
    public bool Value => Level ^ (Settings?.IsActiveLow ?? false);
}
