using System.Collections.Immutable;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>A template as written, its form checked: an automation with places that whoever uses it fills.</summary>
public sealed record TemplateDocument
{
    /// <summary>As written, or the default that the caller gave.</summary>
    public required string Id { get; init; }

    /// <summary>What a person reads; the id where none is written.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>In the order written.</summary>
    public required ImmutableArray<TemplateInput> Inputs { get; init; }

    /// <summary>All of it.</summary>
    public required JsonNodeAt Root { get; init; }
}
