namespace IotHub.Api.Feedback;

/// <summary>Feedback to write down. It stays on the hub; only an event without the text tells of it, where feedback is granted.</summary>
/// <param name="Kind"><c>idea</c>, <c>bug</c> or <c>praise</c>; needed.</param>
/// <param name="Topic"><c>device</c>, <c>automation</c>, <c>app</c>, <c>voice</c>, <c>setup</c> or <c>other</c>; needed.</param>
/// <param name="Severity"><c>low</c>, <c>medium</c> or <c>high</c>; needed for a bug, low for anything else that does not say.</param>
/// <param name="Text">The person's own words, at most 4,000 characters; needed.</param>
/// <param name="Device">Name of the device that it is about, of which only the contract type is kept.</param>
/// <param name="Diagnostics">The text of GET /feedback/diagnostics, byte for byte as it was shown; absent attaches nothing.</param>
public sealed record FeedbackSendBody(string? Kind, string? Topic, string? Severity, string? Text, string? Device, string? Diagnostics);

/// <summary>A release that answers something.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Date">The day on which it came out; absent while it has not.</param>
/// <param name="Ring">The ring in which it first came.</param>
/// <param name="En">What is new, in English.</param>
/// <param name="Zh">What is new, in Chinese.</param>
public sealed record ReleaseBody(string Version, DateOnly? Date, string Ring, string En, string Zh);

/// <summary>An item of feedback.</summary>
/// <param name="Id">UUID of version 7.</param>
/// <param name="At">When it was written.</param>
/// <param name="Kind"><c>idea</c>, <c>bug</c> or <c>praise</c>.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Severity"><c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="Text">The person's own words.</param>
/// <param name="Model">Contract type of the device that it is about; absent for none.</param>
/// <param name="Ring">The ring of the home then.</param>
/// <param name="HubVersion">Version of the hub then.</param>
/// <param name="DiagnosticsAttached">Whether diagnostics are attached; the bundle has them.</param>
/// <param name="State"><c>open</c>, or <c>shipped</c> when a release up to the running one answers it.</param>
/// <param name="Shipped">That release; absent while it is open.</param>
public sealed record FeedbackBody(
    string Id, DateTimeOffset At, string Kind, string Topic, string Severity, string Text, string? Model, string Ring, string HubVersion, bool DiagnosticsAttached, string State, ReleaseBody? Shipped);

/// <summary>Feedback was written down.</summary>
/// <param name="Feedback">The item.</param>
/// <param name="Told">Whether an event tells of it; false where feedback is not granted.</param>
public sealed record FeedbackSentBody(FeedbackBody Feedback, bool Told);

/// <summary>An idea on the board.</summary>
/// <param name="Id">Its id.</param>
/// <param name="En">What it is, in English.</param>
/// <param name="Zh">What it is, in Chinese.</param>
/// <param name="Status"><c>open</c>, <c>planned</c> or <c>shipped</c>.</param>
/// <param name="Release">The release that has it; absent unless it is shipped.</param>
/// <param name="Voted">Whether this home voted for it.</param>
public sealed record IdeaBody(string Id, string En, string Zh, string Status, string? Release, bool Voted);

/// <summary>Votes for an idea, or takes the vote back.</summary>
/// <param name="Voted">Which of the two; must be given.</param>
public sealed record VoteBody(bool? Voted);

/// <summary>How early the home wants releases.</summary>
/// <param name="Ring"><c>alpha</c>, <c>beta</c> or <c>stable</c>; must be given.</param>
public sealed record RingBody(string? Ring);

/// <summary>You asked, it shipped.</summary>
/// <param name="Id">Of the item or the idea.</param>
/// <param name="Subject"><c>feedback</c> for what this home wrote, <c>idea</c> for what it voted for.</param>
/// <param name="En">The person's own words, or the idea in English.</param>
/// <param name="Zh">The person's own words, or the idea in Chinese.</param>
/// <param name="Release">The release that answers it.</param>
/// <param name="IsNew">True until it was marked as seen.</param>
public sealed record ShippedBody(string Id, string Subject, string En, string Zh, ReleaseBody Release, bool IsNew);

/// <summary>What was new is seen.</summary>
/// <param name="Seen">How many answers that were new.</param>
public sealed record ShippedSeenBody(int Seen);
