using System.Globalization;
using IotHub.Api.Board;
using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Lines;

namespace IotHub.Host.Running;

/// <summary>The lines of a simulated board, for the API.</summary>
internal sealed class SimulatedPanel(SimulatedChip chip) : ISimulatedBoard
{
    /// <inheritdoc/>
    public IReadOnlyList<BoardLineBody> Lines =>
    [
        .. chip.States().Where(line => line.Name.Length > 0 || line.Consumer.Length > 0).Select(line => new BoardLineBody(
            line.Name.Length > 0 ? line.Name : line.Offset.ToString(CultureInfo.InvariantCulture),
            line.Offset, line.Consumer.Length > 0 ? line.Consumer : null, line.IsOutput, line.Level, line.Pull)),
    ];

    /// <inheritdoc/>
    public bool TryPull(string line, bool? level)
    {
        try
        {
            chip.Pull(line, level);
            return true;
        }
        catch (LineException fault) when (fault.Fault == LineFault.NoLine)
        {
            return false;
        }
    }
}
