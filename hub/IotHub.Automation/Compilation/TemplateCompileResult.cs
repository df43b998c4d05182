using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Compilation;

/// <summary>What became of a template's text.</summary>
/// <param name="Template">What automations can be made from; null when something is wrong.</param>
/// <param name="Diagnostics">Everything there is to say, in order of the text.</param>
public sealed record TemplateCompileResult(TemplateDocument? Template, ImmutableArray<Diagnostic> Diagnostics);
