using System.Collections.Immutable;
using System.Globalization;
using IotHub.Api.Board;
using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Wiring;

namespace IotHub.Host.Running;

/// <summary>A simulated board, for the API.</summary>
internal sealed class SimulatedPanel : ISimulatedBoard
{
    private readonly SimulatedChip _chip;
    private readonly SimulatedInputDriver _inputs;
    private readonly ImmutableArray<WiredControl> _controls;

    public SimulatedPanel(SimulatedChip chip, SimulatedInputDriver inputs, IEnumerable<WiredDevice> wired)
    {
        (_chip, _inputs, _controls) = (chip, inputs, WiredControl.Of(wired));
        chip.Changed += line => Changed?.Invoke(Compose(line));
    }

    /// <inheritdoc/>
    public event Action<BoardLineBody>? Changed;

    /// <inheritdoc/>
    public IReadOnlyList<BoardLineBody> Lines => [.. _chip.States().Where(line => line.Name.Length > 0 || line.Consumer.Length > 0).Select(Compose)];

    /// <inheritdoc/>
    public IReadOnlyList<BoardControlBody> Controls =>
        [.. _controls.SelectMany(control => control.Dids.Select(did => new BoardControlBody(control.Input, control.IsAxis ? "axis" : "key", control.Name, did)))];

    /// <inheritdoc/>
    public bool TryPull(string line, bool? level)
    {
        try
        {
            _chip.Pull(line, level);
            return true;
        }
        catch (LineException fault) when (fault.Fault == LineFault.NoLine)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TryPress(string input, string key, bool isDown)
    {
        if (Find(input, isAxis: false, key) is not { } control)
        {
            return false;
        }

        _inputs.Press(input, control.Code, isDown);
        return true;
    }

    /// <inheritdoc/>
    public bool TryTurn(string input, string axis, int steps)
    {
        if (Find(input, isAxis: true, axis) is not { } control)
        {
            return false;
        }

        _inputs.Turn(input, control.Code, steps);
        return true;
    }

    private WiredControl? Find(string input, bool isAxis, string name) => _controls.FirstOrDefault(control => control.Input == input && control.IsAxis == isAxis && control.Name == name);

    private static BoardLineBody Compose(SimulatedLineState line) => new(
        line.Name.Length > 0 ? line.Name : line.Offset.ToString(CultureInfo.InvariantCulture),
        line.Offset,
        line.Consumer.Length > 0 ? line.Consumer : null,
        line.IsOutput,
        line.Level,
        line.Pull,
        line.Chip,
        line.IsActiveLow,
        line.Bias switch { LineBias.None => "none", LineBias.PullUp => "pull-up", LineBias.PullDown => "pull-down", _ => "as-is" },
        line.IsOutput ? line.Drive switch { LineDrive.OpenDrain => "open-drain", LineDrive.OpenSource => "open-source", _ => "push-pull" } : null,
        line.Change);
}
