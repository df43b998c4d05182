using System.Collections.Immutable;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>From settings of lines to the kernel's configuration of a request: what most lines want, and attributes for those that want something else.</summary>
internal static class LineConfigs
{
    /// <summary>The configuration.</summary>
    /// <param name="lines">The lines of the request.</param>
    /// <param name="initial">Bit n: what the n-th line is driven to, if it is an output.</param>
    /// <param name="asIs">Bit n: the n-th line is left as it is, neither input nor output.</param>
    /// <exception cref="LineException">The lines want more different things than one request can say.</exception>
    public static GpioAbi.Config Of(ImmutableArray<LineSettings> lines, ulong initial, ulong asIs)
    {
        GpioAbi.Config config = default;
        var flags = lines.Select((line, i) => (asIs >> i & 1) == 1 ? line.IsActiveLow ? LineFlags.ActiveLow : LineFlags.None : FlagsOf(line)).ToList();
        config.Flags = flags[0];
        for (var i = 0; i < flags.Count; i++)
        {
            if (flags[i] != config.Flags && flags.IndexOf(flags[i]) == i)
            {
                var wanted = flags[i];
                Add(ref config, new() { Id = GpioAbi.AttributeFlags, Flags = wanted }, MaskOf(flags.Count, n => flags[n] == wanted));
            }
        }

        var outputs = MaskOf(lines.Length, n => lines[n].IsOutput) & ~asIs;
        if (outputs != 0)
        {
            Add(ref config, new() { Id = GpioAbi.AttributeOutputValues, Values = initial & outputs }, outputs);
        }

        foreach (var debounce in lines.Where(line => !line.IsOutput && line.Debounce > TimeSpan.Zero).Select(line => line.Debounce).Distinct())
        {
            Add(ref config, new() { Id = GpioAbi.AttributeDebounce, DebounceMicroseconds = (uint)debounce.TotalMicroseconds },
                MaskOf(lines.Length, n => !lines[n].IsOutput && lines[n].Debounce == debounce));
        }

        return config;
    }

    /// <summary>Bits of the lines that a condition holds for.</summary>
    public static ulong MaskOf(int count, Func<int, bool> isIn)
    {
        var mask = 0UL;
        for (var i = 0; i < count; i++)
        {
            mask |= isIn(i) ? 1UL << i : 0;
        }

        return mask;
    }

    private static LineFlags FlagsOf(LineSettings line) =>
        (line.IsOutput ? LineFlags.Output : LineFlags.Input | LineFlags.EdgeRising | LineFlags.EdgeFalling)
        | (line.IsActiveLow ? LineFlags.ActiveLow : LineFlags.None)
        | line.Bias switch
        {
            LineBias.None => LineFlags.BiasDisabled,
            LineBias.PullUp => LineFlags.PullUp,
            LineBias.PullDown => LineFlags.PullDown,
            _ => LineFlags.None,
        }
        | (line.IsOutput, line.Drive) switch
        {
            (true, LineDrive.OpenDrain) => LineFlags.OpenDrain,
            (true, LineDrive.OpenSource) => LineFlags.OpenSource,
            _ => LineFlags.None,
        };

    private static void Add(ref GpioAbi.Config config, GpioAbi.Attribute attribute, ulong mask)
    {
        if (config.Count == GpioAbi.AttributesMax)
        {
            throw new LineException(LineFault.Unsuited, $"The lines of one device differ in more than {GpioAbi.AttributesMax} ways (direction, bias, drive, debounce); part the device in two.");
        }

        config.Attributes[(int)config.Count++] = new() { Attribute = attribute, Mask = mask };
    }
}
