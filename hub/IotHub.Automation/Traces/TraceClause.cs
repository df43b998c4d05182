using System.Collections.Immutable;

namespace IotHub.Automation.Traces;

/// <summary>A clause that decided whether something was done.</summary>
/// <param name="Path">Where it stands in the document, as a JSON pointer, <c>/conditions/1</c>; empty where it stands nowhere.</param>
/// <param name="Holds">True when it held, false when it failed.</param>
/// <param name="Text">What it asked and what it found, in words.</param>
/// <param name="Values">What it read.</param>
public sealed record TraceClause(string Path, bool Holds, string Text, ImmutableArray<TraceValue> Values);
