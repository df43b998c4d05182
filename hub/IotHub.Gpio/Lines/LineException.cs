namespace IotHub.Gpio.Lines;

/// <summary>Lines cannot be had or used. The message names chip, line, holder and what to do.</summary>
/// <param name="fault">Why.</param>
/// <param name="message">A sentence for people.</param>
/// <param name="holder">Who holds the line, as it calls itself; null unless <see cref="LineFault.Busy"/>.</param>
public sealed class LineException(LineFault fault, string message, string? holder = null) : IOException(message)
{
    /// <summary>Why.</summary>
    public LineFault Fault { get; } = fault;

    /// <summary>Who holds the line, as it calls itself; null unless <see cref="LineFault.Busy"/>, empty where it does not say.</summary>
    public string? Holder { get; } = holder;
}
