namespace IotHub.Gpio.Input;

/// <summary>An input device cannot be had. The message is a sentence for people.</summary>
/// <param name="message">Which, and why.</param>
internal sealed class InputException(string message) : IOException(message);
