using System.Collections.Immutable;
using System.Globalization;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>A chip without hardware: its lines can be pulled and looked at from outside.</summary>
public sealed class SimulatedChip
{
    private readonly Lock _lock = new();
    private readonly SimulatedLine[] _lines;
    private readonly List<SimulatedLines> _held = [];
    private long _changes;

    /// <summary>Makes it.</summary>
    /// <param name="name">As the kernel would call it.</param>
    /// <param name="label">What it is.</param>
    /// <param name="lines">Names of its lines in order; empty for one without a name.</param>
    public SimulatedChip(string name, string label, IEnumerable<string> lines)
    {
        _lines = [.. lines.Select(line => new SimulatedLine(line))];
        Chip = new LineChip(name, label, _lines.Length);
    }

    /// <summary>Told after a level became another or a line was taken or released; on the thread that did it.</summary>
    public event Action<SimulatedLineState>? Changed;

    /// <summary>What it is.</summary>
    public LineChip Chip { get; }

    /// <summary>A chip like that of a Raspberry Pi 4: 58 lines, of which 28 have names.</summary>
    public static SimulatedChip LikePi4() => new("gpiochip0", "pinctrl-bcm2711",
        Enumerable.Range(0, 58).Select(offset => offset switch
        {
            0 => "ID_SDA",
            1 => "ID_SCL",
            < 28 => string.Create(CultureInfo.InvariantCulture, $"GPIO{offset}"),
            _ => string.Empty,
        }));

    /// <summary>All lines as they are.</summary>
    public ImmutableArray<SimulatedLineState> States()
    {
        lock (_lock)
        {
            return [.. Enumerable.Range(0, _lines.Length).Select(StateOf_NeedsLock)];
        }
    }

    /// <summary>What the world outside does to a line: a finger on a button, a magnet at a contact.</summary>
    /// <param name="line">Name or offset.</param>
    /// <param name="level">True to pull it high, false low, null to let go.</param>
    /// <exception cref="LineException">There is no such line.</exception>
    public void Pull(string line, bool? level)
    {
        SimulatedLineState state;
        lock (_lock)
        {
            var offset = OffsetOf(line);
            var before = _lines[offset].Value;
            _lines[offset].Pull = level;
            if (_lines[offset].Value != before)
            {
                _held.Find(group => group.Holds(offset))?.Tell(offset, !before);
            }

            state = StateOf_NeedsLock(offset);
        }

        Changed?.Invoke(state);
    }

    /// <summary>The level of a line: true for high.</summary>
    /// <exception cref="LineException">There is no such line.</exception>
    public bool LevelOf(string line)
    {
        lock (_lock)
        {
            return _lines[OffsetOf(line)].Level;
        }
    }

    internal SimulatedLines Request(LineRequest request, ILineListener listener, TimeProvider time)
    {
        SimulatedLines group;
        lock (_lock)
        {
            ImmutableArray<int> offsets = [.. request.Lines.Select(line => OffsetOf(line.Line))];
            for (var i = 0; i < offsets.Length; i++)
            {
                if (_lines[offsets[i]].Settings is not null || offsets.IndexOf(offsets[i]) < i)
                {
                    var holder = _lines[offsets[i]].Settings is null ? request.Consumer : _lines[offsets[i]].Consumer;
                    throw new LineException(LineFault.Busy, $"{request.Lines[i].Line} of {Chip.Label} is in use by {holder}.", holder);
                }
            }

            for (var i = 0; i < offsets.Length; i++)
            {
                var (line, settings) = (_lines[offsets[i]], request.Lines[i]);
                line.Driven = settings.Initial is { } value ? value ^ settings.IsActiveLow : line.Level;
                (line.Settings, line.Consumer) = (settings, request.Consumer);
            }

            group = new SimulatedLines(this, offsets, listener, time);
            _held.Add(group);
        }

        TellAll(group);
        return group;
    }

    internal ulong Read(SimulatedLines group, ulong mask)
    {
        lock (_lock)
        {
            var values = 0UL;
            for (var i = 0; i < group.Offsets.Length; i++)
            {
                values |= _lines[group.Offsets[i]].Value ? 1UL << i : 0;
            }

            return values & mask;
        }
    }

    internal void Write(SimulatedLines group, ulong mask, ulong values)
    {
        lock (_lock)
        {
            for (var i = 0; i < group.Offsets.Length; i++)
            {
                if ((mask >> i & 1) == 0)
                {
                    continue;
                }

                var line = _lines[group.Offsets[i]];
                line.Driven = line.Settings is { IsOutput: true } settings
                    ? (values >> i & 1) == 1 ^ settings.IsActiveLow
                    : throw new LineException(LineFault.Unsuited, $"Lines of {Chip.Label} cannot be set: {line.Name} is an input.");
            }
        }

        TellAll(group);
    }

    internal void Release(SimulatedLines group)
    {
        lock (_lock)
        {
            if (!_held.Remove(group))
            {
                return;
            }

            foreach (var offset in group.Offsets)
            {
                (_lines[offset].Settings, _lines[offset].Consumer) = (null, string.Empty);
            }
        }

        TellAll(group);
    }

    /// <summary>The chip is pulled out: whoever holds lines hears of it.</summary>
    internal void Lose()
    {
        List<SimulatedLines> lost;
        lock (_lock)
        {
            lost = [.. _held];
        }

        lost.ForEach(Release);
        lost.ForEach(group => group.Lose());
    }

    private int OffsetOf(string line)
    {
        var offset = HeaderChips.OffsetOf(Chip, line) ?? Array.FindIndex(_lines, one => one.Name == line);
        return offset >= 0 && offset < _lines.Length ? offset : throw new LineException(LineFault.NoLine, $"The chip {Chip.Label} has no line {line}.");
    }

    private SimulatedLineState StateOf_NeedsLock(int offset)
    {
        var line = _lines[offset];
        return new SimulatedLineState(Chip.Label, offset, line.Name, line.Consumer, line.Settings?.IsOutput ?? false, line.Level, line.Pull, ++_changes)
        {
            IsActiveLow = line.Settings?.IsActiveLow ?? false,
            Bias = line.Settings?.Bias ?? LineBias.AsIs,
            Drive = line.Settings?.Drive ?? LineDrive.PushPull,
        };
    }

    private void TellAll(SimulatedLines group)
    {
        if (Changed is not { } changed)
        {
            return;
        }

        foreach (var offset in group.Offsets)
        {
            SimulatedLineState state;
            lock (_lock)
            {
                state = StateOf_NeedsLock(offset);
            }

            changed(state);
        }
    }
}
