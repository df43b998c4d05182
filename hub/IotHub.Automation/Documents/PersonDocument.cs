using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>A person of the home as written: by what the hub knows that they are there.</summary>
public sealed record PersonDocument
{
    /// <summary>As written, or the default that the caller gave.</summary>
    public required string Id { get; init; }

    /// <summary>What others read; the id where none is written.</summary>
    public required string Name { get; init; }

    /// <summary>All of it.</summary>
    public required JsonNodeAt Root { get; init; }
}
