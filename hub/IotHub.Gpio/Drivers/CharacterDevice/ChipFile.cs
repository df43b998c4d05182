using System.Globalization;
using IotHub.Gpio.Lines;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>An open <c>/dev/gpiochipN</c>. Lines that were requested through it live on when it is closed.</summary>
internal sealed unsafe class ChipFile : IDisposable
{
    private ChipFile(SafeFileHandle file, LineChip chip) => (File, Chip) = (file, chip);

    public SafeFileHandle File { get; }

    public LineChip Chip { get; }

    /// <summary>All chips of a folder in the order of their numbers, each once: some systems have links from old numbers to new ones.</summary>
    /// <exception cref="LineException">There are chips, and the hub may not open any.</exception>
    public static List<ChipFile> OpenAll(string folder)
    {
        var chips = new List<ChipFile>();
        LineException? fault = null;
        foreach (var path in Directory.EnumerateFiles(folder, "gpiochip*").OrderBy(NumberOf))
        {
            if (TryOpen(path, ref fault) is not { } chip)
            {
                continue;
            }

            if (chips.Exists(other => other.Chip.Name == chip.Chip.Name))
            {
                chip.Dispose();
            }
            else
            {
                chips.Add(chip);
            }
        }

        return chips.Count == 0 && fault is not null ? throw fault : chips;
    }

    /// <summary>What the kernel knows of a line.</summary>
    /// <exception cref="LineException">The chip is gone.</exception>
    public GpioAbi.LineInfo InfoOf(int offset)
    {
        GpioAbi.LineInfo info = default;
        info.Offset = (uint)offset;
        return LibC.ioctl(File, GpioAbi.GetLineInfo, &info) < 0
            ? throw new LineException(LineFault.Gone, $"The chip {Chip.Label} does not tell of its line {offset}: {LibC.LastErrorText}.")
            : info;
    }

    /// <summary>Where a line is that is named or numbered.</summary>
    /// <exception cref="LineException">There is no such line.</exception>
    public int OffsetOf(string line)
    {
        if (HeaderChips.OffsetOf(Chip, line) is { } offset)
        {
            return offset < Chip.Lines ? offset : throw new LineException(LineFault.NoLine, $"The chip {Chip.Label} has no line {line}: its lines are 0 to {Chip.Lines - 1}.");
        }

        for (var i = 0; i < Chip.Lines; i++)
        {
            var info = InfoOf(i);
            if (GpioAbi.Text(info.Name) == line)
            {
                return i;
            }
        }

        throw new LineException(LineFault.NoLine, $"The chip {Chip.Label} has no line called {line}; gpioinfo lists its {Chip.Lines} lines.");
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private static int NumberOf(string path) =>
        int.TryParse(Path.GetFileName(path.AsSpan())["gpiochip".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static ChipFile? TryOpen(string path, ref LineException? fault)
    {
        var file = LibC.Open(path, LibC.ReadWrite);
        GpioAbi.ChipInfo info = default;
        if (!file.IsInvalid && LibC.ioctl(file, GpioAbi.GetChipInfo, &info) >= 0)
        {
            return new ChipFile(file, new LineChip(GpioAbi.Text(info.Name), GpioAbi.Text(info.Label), (int)info.Lines));
        }

        fault ??= LibC.LastError is LibC.AccessDenied or LibC.NotPermitted
            ? new LineException(LineFault.Denied, $"The hub may not open {path}: its user has to be in the group gpio (see docs/operating/gpio.md).")
            : new LineException(LineFault.NoChip, $"{path} cannot be used: {LibC.LastErrorText}.");
        file.Dispose();
        return null;
    }
}
