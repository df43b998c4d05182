using System.Collections.Immutable;

namespace IotHub.Gpio.Lines;

/// <summary>The lines of a board.</summary>
public interface ILineDriver : IDisposable
{
    /// <summary>The chips that are there now, in the order of their numbers.</summary>
    /// <exception cref="LineException">They cannot be looked at.</exception>
    ImmutableArray<LineChip> Chips();

    /// <summary>Takes lines.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="listener">Who hears of inputs, and of the loss of the chip.</param>
    /// <exception cref="LineException">There is no such chip or line, it is taken, not permitted, or cannot be used so.</exception>
    ILineGroup Request(LineRequest request, ILineListener listener);
}
