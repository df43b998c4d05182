using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;
using IotHub.Runtime.Replacement;

namespace IotHub.Runtime;

/// <summary>What became of an input that somebody waits for.</summary>
/// <param name="Accepted">True when it was taken; a command is then sent, not yet done.</param>
/// <param name="Id">Id of what was made: a command, a device name, an automation; null when refused.</param>
/// <param name="ErrorCode">Stable, dotted: <c>device.unknown</c>; null when accepted.</param>
/// <param name="Message">A sentence; null when accepted.</param>
/// <param name="Diagnostics">Faults in a document; empty for anything else.</param>
public sealed record HubAnswer(bool Accepted, string? Id, string? ErrorCode, string? Message, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What a replacement keeps, changes and breaks; null for any other input, and where there is none to speak of.</summary>
    public ReplacementPreview? Replacement { get; init; }

    /// <summary>It was taken.</summary>
    public static HubAnswer Yes(string? id = null) => new(true, id, null, null, []);

    /// <summary>It was taken, and there is something to say about the document.</summary>
    public static HubAnswer Yes(string? id, ImmutableArray<Diagnostic> diagnostics) => new(true, id, null, null, diagnostics);

    /// <summary>It was refused and changed nothing.</summary>
    public static HubAnswer No(string errorCode, string message) => new(false, null, errorCode, message, []);

    /// <summary>A document was refused and changed nothing.</summary>
    public static HubAnswer No(string errorCode, string message, ImmutableArray<Diagnostic> diagnostics) => new(false, null, errorCode, message, diagnostics);
}
