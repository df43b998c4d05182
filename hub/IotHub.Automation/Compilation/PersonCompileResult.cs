using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Automation.Engine.People;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Compilation;

/// <summary>What became of a person's text.</summary>
/// <param name="Document">The document; null where the text is not even that.</param>
/// <param name="Plan">The person with the trackers that are there; null where there is none, or something is wrong.</param>
/// <param name="Diagnostics">Everything there is to say, in order of the text.</param>
/// <param name="IsWaitingForDevices">True when it is right in itself and none of its trackers is in the home.</param>
public sealed record PersonCompileResult(PersonDocument? Document, PersonPlan? Plan, ImmutableArray<Diagnostic> Diagnostics, bool IsWaitingForDevices);
