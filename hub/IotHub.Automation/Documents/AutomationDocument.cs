using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>An automation as written. What is wrong with its form is in the diagnostics.</summary>
public sealed record AutomationDocument
{
    /// <summary>As written, or the default that the caller gave.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads; the id where none is written.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>False where written so.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Id of the template that it is made from; null where it says everything itself.</summary>
    public string? Template { get; init; }

    /// <summary>All of it.</summary>
    public required JsonNodeAt Root { get; init; }
}
