namespace IotHub.AzureEmulator.Devices;

/// <summary>What became of a direct method.</summary>
/// <param name="Status">The device's status; 404 where it is not there, 504 where it did not answer.</param>
/// <param name="Body">The device's answer as JSON; empty without.</param>
/// <param name="IsAnswered">Whether the device answered.</param>
public sealed record MethodResult(int Status, string Body, bool IsAnswered);
