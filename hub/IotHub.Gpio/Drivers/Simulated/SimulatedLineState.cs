using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>A simulated line, seen from outside.</summary>
/// <param name="Chip">Label of its chip.</param>
/// <param name="Offset">Its number.</param>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Consumer">Who holds it; empty for nobody.</param>
/// <param name="IsOutput">True when its holder drives it.</param>
/// <param name="Level">True for high.</param>
/// <param name="Pull">What the world outside does to it; null for nothing.</param>
/// <param name="Change">Grows with each state that was taken of the chip: of two states of a line the larger is the newer.</param>
public sealed record SimulatedLineState(string Chip, int Offset, string Name, string Consumer, bool IsOutput, bool Level, bool? Pull, long Change)
{
    /// <summary>True when its holder takes the low level for on.</summary>
    public bool IsActiveLow { get; init; }

    /// <summary>What its holder lets pull it.</summary>
    public LineBias Bias { get; init; }

    /// <summary>How its holder drives it, where it is an output.</summary>
    public LineDrive Drive { get; init; }
}
