using System.Diagnostics.CodeAnalysis;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Wiring;

/// <summary>Who has what of the board, over all files: a line, a channel and a did belong to one wiring only.</summary>
internal sealed class WiringClaims
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Claims something.</summary>
    /// <param name="key">What is the same, however it is written.</param>
    /// <param name="by">Whose it becomes.</param>
    /// <param name="owner">Whose it is already; null when it was free.</param>
    public bool TryClaim(string key, string by, [NotNullWhen(false)] out string? owner)
    {
        owner = _owners.GetValueOrDefault(key);
        return owner is null && _owners.TryAdd(key, by);
    }

    /// <summary>A device that is not used claims nothing.</summary>
    public void Release(string by)
    {
        foreach (var key in _owners.Where(claim => claim.Value == by).Select(claim => claim.Key).ToList())
        {
            _owners.Remove(key);
        }
    }

    /// <summary>The key of a line. GPIO17, 17 and the same with the label of a header's chip are one.</summary>
    public static string Line(string? chip, string line)
    {
        var label = chip is null || HeaderChips.Labels.Contains(chip) ? string.Empty : chip;
        return $"line {label} {HeaderChips.OffsetOf(new LineChip(string.Empty, label.Length == 0 ? HeaderChips.Labels[0] : label, 0), line)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? line}";
    }
}
