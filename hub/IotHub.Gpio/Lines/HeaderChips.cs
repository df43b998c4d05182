using System.Collections.Immutable;
using System.Globalization;

namespace IotHub.Gpio.Lines;

/// <summary>The chip behind the 40-pin header of a Raspberry Pi, whose number changes from board to board and from kernel to kernel.</summary>
public static class HeaderChips
{
    /// <summary>Labels: Pi 5, Pi 4, Pi 0 to 3.</summary>
    public static ImmutableArray<string> Labels { get; } = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

    /// <summary>The chip that a request means; null where it is not there.</summary>
    /// <param name="chips">What is there.</param>
    /// <param name="wanted">Label or name; null for the header's.</param>
    public static LineChip? Find(IReadOnlyList<LineChip> chips, string? wanted) => wanted is null
        ? chips.FirstOrDefault(chip => Labels.Contains(chip.Label))
        : chips.FirstOrDefault(chip => chip.Label == wanted) ?? chips.FirstOrDefault(chip => chip.Name == wanted);

    /// <summary>
    /// The offset that a line's text says by itself: digits, or on the header <c>GPIO17</c>, since device trees call lines with a function by other names.
    /// Null for any other name, which has to be looked for.
    /// </summary>
    public static int? OffsetOf(LineChip chip, string line)
    {
        var digits = Labels.Contains(chip.Label) && line.StartsWith("GPIO", StringComparison.Ordinal) ? line.AsSpan(4) : line;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : null;
    }

    /// <summary>What is said when a chip is not there.</summary>
    /// <param name="wanted">As in <see cref="Find"/>.</param>
    /// <param name="chips">What is there.</param>
    public static LineException Missing(string? wanted, IReadOnlyList<LineChip> chips)
    {
        var there = string.Join(", ", chips.Select(chip => $"{chip.Label} ({chip.Name})"));
        var what = wanted is null ? $"a pin header ({string.Join(", ", Labels)})" : $"the label {wanted}";
        return new LineException(LineFault.NoChip, $"This board has no GPIO chip with {what}; there is {(there.Length == 0 ? "none" : there)}.");
    }
}
