using System.Collections.Immutable;
using System.Text;
using IotHub.Gpio.Lines;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>Lines by the kernel's GPIO character device, version 2 of its interface (Linux 5.10 and later). Needs no library but libc.</summary>
/// <param name="watch">Waits for edges; stays the caller's.</param>
/// <param name="folder">Where the device files are.</param>
internal sealed unsafe class CharacterDeviceDriver(FileWatch watch, string folder = "/dev") : ILineDriver
{
    // The kernel's own bound for the edges that wait to be read; the oldest is dropped when it is full.
    private const uint EventBufferSize = 1024;

    /// <inheritdoc/>
    public ImmutableArray<LineChip> Chips()
    {
        var chips = ChipFile.OpenAll(folder);
        ImmutableArray<LineChip> found = [.. chips.Select(chip => chip.Chip)];
        chips.ForEach(chip => chip.Dispose());
        return found;
    }

    /// <inheritdoc/>
    public ILineGroup Request(LineRequest request, ILineListener listener)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Lines.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Lines.Length, LineRequest.LinesMax);
        var chips = ChipFile.OpenAll(folder);
        try
        {
            List<LineChip> there = [.. chips.Select(chip => chip.Chip)];
            var wanted = HeaderChips.Find(there, request.Chip) ?? throw HeaderChips.Missing(request.Chip, there);
            return Request(chips.First(chip => chip.Chip == wanted), request, listener);
        }
        finally
        {
            chips.ForEach(chip => chip.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The watch is shared with the input devices and ends after both.
    }

    private CharacterDeviceLines Request(ChipFile chip, LineRequest request, ILineListener listener)
    {
        GpioAbi.Request message = default;
        var lines = request.Lines;
        var offsets = lines.Select(line => chip.OffsetOf(line.Line)).ToImmutableArray();
        for (var i = 0; i < lines.Length; i++)
        {
            message.Offsets[i] = (uint)offsets[i];
        }

        var asIs = LineConfigs.MaskOf(lines.Length, i => lines[i] is { IsOutput: true, Initial: null });
        var initial = LineConfigs.MaskOf(lines.Length, i => lines[i].Initial == true);
        message.Lines = (uint)lines.Length;
        message.EventBufferSize = EventBufferSize;
        message.Config = LineConfigs.Of(lines, initial, asIs);
        var consumer = Encoding.UTF8.GetBytes(request.Consumer);
        consumer.AsSpan(0, Math.Min(consumer.Length, 31)).CopyTo(message.Consumer);
        if (LibC.ioctl(chip.File, GpioAbi.GetLine, &message) < 0)
        {
            throw Refused(chip, request, message);
        }

        var file = new SafeFileHandle(message.File, ownsHandle: true);
        try
        {
            if (asIs != 0)
            {
                KeepLevels(file, chip, lines, initial, asIs);
            }

            return new CharacterDeviceLines(watch, file, chip.Chip, offsets, listener);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Outputs that keep the level that they had: looked at while they are as they were, then driven to just that.</summary>
    private static void KeepLevels(SafeFileHandle file, ChipFile chip, ImmutableArray<LineSettings> lines, ulong initial, ulong asIs)
    {
        GpioAbi.Values values = new() { Mask = asIs };
        var config = LibC.ioctl(file, GpioAbi.GetValues, &values) < 0 ? default : LineConfigs.Of(lines, initial | (values.Bits & asIs), 0);
        if (config.Flags == LineFlags.None || LibC.ioctl(file, GpioAbi.SetConfig, &config) < 0)
        {
            throw new LineException(LineFault.Unsuited, $"The chip {chip.Chip.Label} does not keep the level of its outputs: {LibC.LastErrorText}. Give them a value at start.");
        }
    }

    private static LineException Refused(ChipFile chip, LineRequest request, in GpioAbi.Request message)
    {
        var (error, text) = (LibC.LastError, LibC.LastErrorText);
        if (error == LibC.Busy)
        {
            for (var i = 0; i < request.Lines.Length; i++)
            {
                var info = chip.InfoOf((int)message.Offsets[i]);
                if ((info.Flags & LineFlags.Used) != 0)
                {
                    var holder = GpioAbi.Text(info.Consumer);
                    return Busy(chip.Chip, request.Lines[i].Line, holder);
                }
            }
        }

        var lines = string.Join(", ", request.Lines.Select(line => line.Line));
        return error switch
        {
            LibC.Busy => Busy(chip.Chip, lines, string.Empty),
            LibC.NoDevice => new LineException(LineFault.Gone, $"The chip {chip.Chip.Label} has gone."),
            LibC.AccessDenied or LibC.NotPermitted => new LineException(LineFault.Denied, $"The hub may not use {lines} of {chip.Chip.Label}."),
            _ => new LineException(LineFault.Unsuited, $"{lines} of {chip.Chip.Label} cannot be used as wired: {text}."),
        };
    }

    private static LineException Busy(LineChip chip, string line, string holder) =>
        new(LineFault.Busy, $"{line} of {chip.Label} is in use by {(holder.Length == 0 ? "somebody who does not say who" : holder)}.", holder);
}
