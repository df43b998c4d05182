namespace IotHub.Gpio.Lines;

/// <summary>An input changed.</summary>
/// <param name="Index">Which line of the request, from 0.</param>
/// <param name="Value">What it changed to, logical.</param>
/// <param name="At">When, on the clock of <see cref="MonotonicTime"/>: taken by the kernel in the interrupt.</param>
/// <param name="Sequence">Counts the edges of the request from 1; a number that is left out is an edge that was lost. Wraps around.</param>
public readonly record struct LineEdge(int Index, bool Value, TimeSpan At, uint Sequence);
