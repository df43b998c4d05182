using System.Collections.Immutable;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Drivers.Simulated;

/// <summary>Lines without hardware, for development and tests. Chips can come and go.</summary>
/// <param name="time">Where edges get their time.</param>
/// <param name="chips">What is there at the start.</param>
public sealed class SimulatedLineDriver(TimeProvider time, params IEnumerable<SimulatedChip> chips) : ILineDriver
{
    private ImmutableArray<SimulatedChip> _chips = [.. chips];

    /// <summary>The chips that are there.</summary>
    public ImmutableArray<SimulatedChip> Simulated => _chips;

    /// <summary>A chip is plugged in.</summary>
    public void Add(SimulatedChip chip) => ImmutableInterlocked.Update(ref _chips, all => all.Add(chip));

    /// <summary>A chip is pulled out.</summary>
    public void Remove(SimulatedChip chip)
    {
        ImmutableInterlocked.Update(ref _chips, all => all.Remove(chip));
        chip.Lose();
    }

    /// <inheritdoc/>
    public ImmutableArray<LineChip> Chips() => [.. _chips.Select(chip => chip.Chip)];

    /// <inheritdoc/>
    public ILineGroup Request(LineRequest request, ILineListener listener)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Lines.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Lines.Length, LineRequest.LinesMax);
        var there = _chips;
        var wanted = HeaderChips.Find(Chips(), request.Chip) ?? throw HeaderChips.Missing(request.Chip, Chips());
        return there.First(chip => chip.Chip == wanted).Request(request, listener, time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held outside.
    }
}
