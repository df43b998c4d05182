namespace IotHub.Gpio.Lines;

/// <summary>Lines that are held. Disposing gives them back; what a released output does then is the chip's business.</summary>
public interface ILineGroup : IDisposable
{
    /// <summary>True when the driver itself waits until an input has settled; false when whoever listens has to.</summary>
    bool Debounces { get; }

    /// <summary>Reads lines, outputs too: the logical values as they are now.</summary>
    /// <param name="mask">Bit n for the n-th line of the request.</param>
    /// <returns>The values; bits that are not in <paramref name="mask"/> are zero.</returns>
    /// <exception cref="LineException">The chip is gone.</exception>
    ulong Read(ulong mask);

    /// <summary>Drives outputs, at the same moment where the chip can.</summary>
    /// <param name="mask">Bit n for the n-th line of the request; only outputs.</param>
    /// <param name="values">The logical values.</param>
    /// <exception cref="LineException">The chip is gone.</exception>
    void Write(ulong mask, ulong values);
}
