using System.Collections.Immutable;
using IotHub.Automation.Actions;

namespace IotHub.Runtime.Notices;

/// <summary>Something that people were told.</summary>
/// <param name="Number">Counts notices, 1 or more; later ones have greater numbers.</param>
/// <param name="At">When.</param>
/// <param name="To">Whom, by id; empty for everyone.</param>
/// <param name="Title">May be empty.</param>
/// <param name="Message">What.</param>
/// <param name="Urgency">How urgent.</param>
/// <param name="Automation">Id of the automation that told it; empty where the hub itself did.</param>
/// <param name="ReadAt">When somebody had read it; null while nobody has.</param>
/// <param name="Missed">Channels that never carried it out, each with why.</param>
public sealed record Notice(
    long Number, DateTimeOffset At, ImmutableArray<string> To, string Title, string Message, Urgency Urgency, string Automation, DateTimeOffset? ReadAt,
    ImmutableArray<(string Channel, string Why)> Missed);
