using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Preview;

/// <summary>What a person wrote to happen, in place of a recording.</summary>
/// <param name="Start">When it begins; at that time nothing is known of any value.</param>
/// <param name="End">When it ends, not included.</param>
/// <param name="Happenings">What happens, in order.</param>
/// <param name="Diagnostics">What is wrong; with an error nothing may be replayed.</param>
public sealed record ScenarioDocument(DateTimeOffset Start, DateTimeOffset End, ImmutableArray<RecordedHappening> Happenings, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>True when it can be replayed.</summary>
    public bool IsSound => !Diagnostics.Any(fault => fault.Severity == DiagnosticSeverity.Error);
}
