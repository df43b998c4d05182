namespace IotHub.AzureEmulator.Records;

/// <summary>A connection that was accepted or refused.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="ClientId">Who came.</param>
/// <param name="UserName">As it arrived.</param>
/// <param name="Password">As it arrived; null without.</param>
/// <param name="CleanSession">As it arrived.</param>
/// <param name="KeepAlive">In seconds, as it arrived.</param>
/// <param name="ReturnCode">What the emulator answered.</param>
/// <param name="SessionPresent">Whether there was a session.</param>
public sealed record RecordedConnection(
    long Number, string ClientId, string UserName, string? Password, bool CleanSession, int KeepAlive, int ReturnCode, bool SessionPresent);
