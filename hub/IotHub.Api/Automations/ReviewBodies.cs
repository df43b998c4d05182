using IotHub.Contracts.Values;

namespace IotHub.Api.Automations;

/// <summary>An automation in words, complete and unambiguous.</summary>
/// <param name="En">In English.</param>
/// <param name="Zh">In Chinese, simplified.</param>
public sealed record SentencesBody(string En, string Zh);

/// <summary>What the automations of the home do that people hardly want; each was seen to happen in a replay.</summary>
/// <param name="Findings">In the order of their kinds, then of the automations.</param>
/// <param name="Unchecked">How many suspicions were left aside because bounds were reached; 0 when all was looked at.</param>
public sealed record FindingsBody(IReadOnlyList<FindingBody> Findings, int Unchecked);

/// <summary>One finding. It keeps nothing from being saved.</summary>
/// <param name="Kind"><c>loop</c>, <c>fight</c>, <c>neverHolds</c>, <c>shadowed</c>, <c>clockChange</c> or <c>neverUndone</c>.</param>
/// <param name="Severity"><c>notice</c>: it may be meant; <c>warning</c>: hardly.</param>
/// <param name="Automations">Ids of those concerned; first the one whose change mends it most likely.</param>
/// <param name="Places">Triggers, conditions and steps that it is about.</param>
/// <param name="Properties">Addresses concerned, <c>hall-light/light.on</c>; may be empty.</param>
/// <param name="Sentence">What it is, in English.</param>
/// <param name="CounterExample">A course of events in which it happens.</param>
public sealed record FindingBody(
    string Kind,
    string Severity,
    IReadOnlyList<string> Automations,
    IReadOnlyList<PlaceBody> Places,
    IReadOnlyList<string> Properties,
    string Sentence,
    CounterExampleBody CounterExample);

/// <summary>A place in an automation.</summary>
/// <param name="Automation">Its id.</param>
/// <param name="Pointer">JSON pointer of the trigger, condition or step; empty for the whole document.</param>
public sealed record PlaceBody(string Automation, string Pointer);

/// <summary>A course of events.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Known">Values that stand at the start, by address.</param>
/// <param name="AtHome">People who are at home then.</param>
/// <param name="Happens">What happens, in order of time.</param>
/// <param name="Then">What automations do then, in order.</param>
public sealed record CounterExampleBody(
    DateTimeOffset Start, IReadOnlyDictionary<string, PropertyValue> Known, IReadOnlyList<string> AtHome, IReadOnlyList<HappeningBody> Happens, IReadOnlyList<ConsequenceBody> Then);

/// <summary>Something that happens in a counter-example.</summary>
/// <param name="At">When.</param>
/// <param name="Text">What.</param>
public sealed record HappeningBody(DateTimeOffset At, string Text);

/// <summary>What an automation does in a counter-example.</summary>
/// <param name="At">When.</param>
/// <param name="Automation">Its id.</param>
/// <param name="Kind">As in decisions.</param>
/// <param name="Text">What, and why.</param>
/// <param name="Sets">What it set, by address; absent where it set nothing.</param>
public sealed record ConsequenceBody(DateTimeOffset At, string Automation, string Kind, string Text, IReadOnlyDictionary<string, PropertyValue>? Sets);
