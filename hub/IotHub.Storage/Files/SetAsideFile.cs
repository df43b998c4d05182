namespace IotHub.Storage.Files;

/// <summary>A damaged database that was set aside when the hub started; a fresh one took its place.</summary>
/// <param name="File">The database, <c>hub.db</c> or <c>history.db</c>.</param>
/// <param name="MovedTo">The full path of the damaged file now.</param>
/// <param name="Reason">What was found, for a person.</param>
/// <param name="At">When.</param>
public sealed record SetAsideFile(string File, string MovedTo, string Reason, DateTimeOffset At);
