using System.Collections.Immutable;

namespace IotHub.Gpio.Lines;

/// <summary>Lines of one chip, taken together: all or none.</summary>
/// <param name="Chip">Label of the chip; null for the header of the board.</param>
/// <param name="Consumer">Who uses them, as others see it; the kernel keeps 31 bytes.</param>
/// <param name="Lines">1 to 64.</param>
public sealed record LineRequest(string? Chip, string Consumer, ImmutableArray<LineSettings> Lines)
{
    /// <summary>The kernel's bound for one request.</summary>
    public const int LinesMax = 64;
}
