namespace IotHub.Api.Makers.Certification;

/// <summary>How a certification stands.</summary>
/// <param name="State"><c>idle</c>, <c>running</c>, <c>done</c> with a report, <c>stopped</c> by a person or the time limit, <c>failed</c> where it could not be run.</param>
/// <param name="Host">Where devices connect to be certified: a host name or address.</param>
/// <param name="Port">The port; absent while there is no listener.</param>
/// <param name="Simulated">True where the device is a simulated one, made for the run.</param>
/// <param name="Did">The device; absent before the first run.</param>
/// <param name="Contract">URN of its contract; absent as above.</param>
/// <param name="Begin">When the run began; absent as above.</param>
/// <param name="Seconds">How long it has taken.</param>
/// <param name="LimitSeconds">After how long it is stopped.</param>
/// <param name="Doing">What is being looked at, as <c>device-sim certify</c> says it; absent where none goes on.</param>
/// <param name="Ask">What the person at the device is asked; absent for nothing.</param>
/// <param name="Reason">Why it was stopped or could not be run; absent otherwise.</param>
/// <param name="Found">How many findings there are.</param>
/// <param name="Results">Those from the place asked for on, in the order in which they came.</param>
public sealed record CertificationBody(
    string State,
    string Host,
    int? Port,
    bool Simulated,
    string? Did,
    string? Contract,
    DateTimeOffset? Begin,
    double Seconds,
    int LimitSeconds,
    string? Doing,
    CertificationAskBody? Ask,
    string? Reason,
    int Found,
    IReadOnlyList<CertificationResultBody> Results);

/// <summary>What the person at a device is asked to do.</summary>
/// <param name="Question">Number of the question.</param>
/// <param name="What"><c>start</c>, <c>stop</c> in good order, <c>cut</c> its power, <c>trigger</c> an event.</param>
/// <param name="Event">Address of the event; absent for anything else.</param>
public sealed record CertificationAskBody(int Question, string What, string? Event);

/// <summary>A finding.</summary>
/// <param name="Clause">Number of the clause, <c>R-5</c>.</param>
/// <param name="Title">What the clause is about, in a few words.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Verdict"><c>pass</c>, <c>fail</c>, <c>not-applicable</c> or <c>not-checked</c>.</param>
/// <param name="Expected">What was expected; absent where nothing was.</param>
/// <param name="Seen">What came over the wire, shortened; absent as above.</param>
/// <param name="Reason">Why it was not checked or does not apply; absent otherwise.</param>
public sealed record CertificationResultBody(string Clause, string Title, string Subject, string Verdict, string? Expected, string? Seen, string? Reason);

/// <summary>A certification to begin: of one like a simulated device, or of a device that connects by itself.</summary>
/// <param name="Simulated">Id of a simulated device; absent for a device that connects by itself.</param>
/// <param name="Contract">URN or kind of that device's contract, where the hub knows it; absent where <paramref name="Document"/> is there.</param>
/// <param name="Document">Text of that device's contract file; absent where <paramref name="Contract"/> is there.</param>
/// <param name="Did">That device's id.</param>
/// <param name="ClientId">That device's MQTT client id, 1 to 128 characters, to have its connection taken over once; absent to leave that out.</param>
/// <param name="ByHand">True where a person stands at the device; absent for false.</param>
/// <param name="AllActions">True to try also what could unlock, open, erase or start something; absent for false.</param>
public sealed record CertificationOrderBody(
    string? Simulated = null, string? Contract = null, string? Document = null, string? Did = null, string? ClientId = null, bool? ByHand = null, bool? AllActions = null);

/// <summary>What the person at the device says.</summary>
/// <param name="Question">Number of the question.</param>
/// <param name="Done">False to leave it out.</param>
public sealed record CertificationAnswerBody(int Question, bool Done);
