using System.Collections.Immutable;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>Lines of a simulated chip that are held.</summary>
internal sealed class SimulatedLines(SimulatedChip chip, ImmutableArray<int> offsets, ILineListener listener, TimeProvider time) : ILineGroup
{
    private uint _sequence;
    private bool _isLost;

    public ImmutableArray<int> Offsets => offsets;

    /// <inheritdoc/>
    public bool Debounces => false;

    public bool Holds(int offset) => offsets.Contains(offset);

    /// <inheritdoc/>
    public ulong Read(ulong mask) => _isLost ? throw Gone() : chip.Read(this, mask);

    /// <inheritdoc/>
    public void Write(ulong mask, ulong values)
    {
        if (_isLost)
        {
            throw Gone();
        }

        chip.Write(this, mask, values);
    }

    /// <inheritdoc/>
    public void Dispose() => chip.Release(this);

    /// <summary>An input changed; within the chip's lock, so that edges keep their order.</summary>
    public void Tell(int offset, bool value) => listener.OnEdge(new LineEdge(offsets.IndexOf(offset), value, MonotonicTime.Now(time), ++_sequence));

    public void Lose()
    {
        _isLost = true;
        listener.OnLost(Gone().Message);
    }

    private LineException Gone() => new(LineFault.Gone, $"The chip {chip.Chip.Label} has gone.");
}
