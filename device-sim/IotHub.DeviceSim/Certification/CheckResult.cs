namespace IotHub.DeviceSim.Certification;

/// <summary>One thing that was looked at.</summary>
/// <param name="Clause">The rule it belongs to.</param>
/// <param name="Subject">What it was about: an address, a kind of message, a case.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Expected">What should have been seen.</param>
/// <param name="Seen">What was seen, as it came over the wire, shortened; empty where there was nothing.</param>
/// <param name="Reason">Why it was not checked or does not apply; empty otherwise.</param>
public sealed record CheckResult(Clause Clause, string Subject, Verdict Verdict, string Expected, string Seen, string Reason = "");
