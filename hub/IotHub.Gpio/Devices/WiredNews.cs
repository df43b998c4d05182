namespace IotHub.Gpio.Devices;

/// <summary>A wired device came or went.</summary>
/// <param name="Did">Its id.</param>
/// <param name="IsThere">True when all that it is wired to is there.</param>
/// <param name="Reason">Why it is not; null when it is.</param>
public sealed record WiredNews(string Did, bool IsThere, string? Reason);
