namespace IotHub.Gpio.Sysfs;

/// <summary>Something in sysfs is not there, or does not do what it should. The message is a sentence for people.</summary>
/// <param name="message">What, where, and what the kernel said.</param>
/// <param name="inner">What the kernel said; null where it said nothing.</param>
public sealed class SysfsException(string message, Exception? inner = null) : IOException(message, inner);
