using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Expressions;

/// <summary>What became of a text with expressions in it; the members mean what they mean in <see cref="ExpressionCompileResult"/>.</summary>
public sealed record TextCompileResult(CompiledText? Text, ImmutableArray<Diagnostic> Diagnostics, bool IsWaitingForDevices);
