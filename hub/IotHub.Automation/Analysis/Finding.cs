using System.Collections.Immutable;

namespace IotHub.Automation.Analysis;

/// <summary>Something that automations of a home do and that people hardly want. It was seen to happen: the counter-example was replayed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Automations">Ids of those concerned, each once; first the one whose change mends it most likely.</param>
/// <param name="Places">Where it lies: triggers, conditions, steps.</param>
/// <param name="Properties">Addresses of the properties concerned, <c>hall-light/light.on</c>; may be empty.</param>
/// <param name="Sentence">A sentence for people, in English.</param>
/// <param name="CounterExample">A course of events in which it happens.</param>
public sealed record Finding(
    FindingKind Kind,
    FindingSeverity Severity,
    ImmutableArray<string> Automations,
    ImmutableArray<FindingPlace> Places,
    ImmutableArray<string> Properties,
    string Sentence,
    CounterExample CounterExample);
