namespace IotHub.Api.Live;

/// <summary>One line of the log that clients follow, written once and shared by all of them.</summary>
/// <param name="Epoch">Identity of the log.</param>
/// <param name="Seq">Position in the log, one more each.</param>
/// <param name="Type"><c>delta</c> or <c>event</c>.</param>
/// <param name="Json">The message for those who are here now.</param>
/// <param name="ReplayJson">The message for those who come later: an event is then marked as past.</param>
internal sealed record LogEntry(string Epoch, long Seq, string Type, byte[] Json, byte[] ReplayJson);

/// <summary>A message on its way to one client.</summary>
/// <param name="Type">Its <c>t</c>.</param>
/// <param name="Epoch">Identity of the log it belongs to; empty for an answer to this client alone.</param>
/// <param name="Seq">Position in the log.</param>
/// <param name="Json">The message.</param>
internal readonly record struct LiveFrame(string Type, string Epoch, long Seq, byte[] Json);
