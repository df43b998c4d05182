namespace IotHub.Api.Homes;

/// <summary>How the hub is.</summary>
/// <param name="Status"><c>ok</c>, or <c>degraded</c> when there are problems.</param>
/// <param name="UptimeSeconds">Since the API started.</param>
/// <param name="Version">Of the hub.</param>
/// <param name="Problems">What is wrong.</param>
public sealed record HealthBody(string Status, double UptimeSeconds, string Version, IReadOnlyList<HealthProblem> Problems);

/// <summary>One line of the decision log.</summary>
/// <param name="At">When.</param>
/// <param name="Automation">Which automation; <c>scene:evening</c> for a scene.</param>
/// <param name="Run">Number of the run within this automation; 0 where none began.</param>
/// <param name="Kind"><c>started</c>, <c>refused</c>, <c>skipped</c>, <c>restarted</c>, <c>acted</c>, <c>finished</c> or <c>stopped</c>.</param>
/// <param name="Trigger">Which trigger; empty for a scene.</param>
/// <param name="Text">What happened and which values decided it.</param>
/// <param name="Cause">Id of the cause.</param>
/// <param name="RootCause">Id of the first cause of the chain.</param>
public sealed record DecisionBody(DateTimeOffset At, string Automation, long Run, string Kind, string Trigger, string Text, long Cause, long RootCause);

/// <summary>A message that was refused.</summary>
/// <param name="At">When.</param>
/// <param name="Did">The hardware; empty where the topic names none.</param>
/// <param name="Topic">Where it came in.</param>
/// <param name="Reason">Which rule was broken, in camel case: <c>outOfRange</c>.</param>
/// <param name="Message">A sentence that names the thing, the value and the bound.</param>
/// <param name="Path">JSON Pointer to the place in the payload; empty for the whole.</param>
public sealed record RejectionBody(DateTimeOffset At, string Did, string Topic, string Reason, string Message, string Path);

/// <summary>What was counted since the hub started. Accepted and refused together are all that came in.</summary>
/// <param name="At">The moment of counting.</param>
/// <param name="MessagesAccepted">Device messages that were taken.</param>
/// <param name="MessagesRefused">Device messages that were refused, by reason.</param>
/// <param name="StateChanges">Values that became others.</param>
/// <param name="CommandsSent">Commands that went to devices.</param>
/// <param name="CommandsConfirmed">Of these, done.</param>
/// <param name="CommandsFailed">Of these, refused by the device.</param>
/// <param name="CommandsTimedOut">Of these, without answer.</param>
/// <param name="CommandsSuperseded">Of these, replaced by later ones.</param>
/// <param name="RequestsSent">Messages to devices: commands, repetitions of them, and questions.</param>
/// <param name="Decisions">Decisions of automations.</param>
/// <param name="LiveOutputsLost">Outputs that the live feed skipped because it was behind.</param>
/// <param name="LiveClientsCut">Live clients that were cut because they were slow.</param>
/// <param name="LiveFramesMalformed">Frames from live clients that could not be used.</param>
public sealed record CountersBody(
    DateTimeOffset At,
    long MessagesAccepted,
    IReadOnlyDictionary<string, long> MessagesRefused,
    long StateChanges,
    long CommandsSent,
    long CommandsConfirmed,
    long CommandsFailed,
    long CommandsTimedOut,
    long CommandsSuperseded,
    long RequestsSent,
    long Decisions,
    long LiveOutputsLost,
    long LiveClientsCut,
    long LiveFramesMalformed);
