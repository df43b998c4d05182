using System.Collections.Immutable;

namespace IotHub.Automation.Documents.Forms;

/// <summary>Kinds of objects that may stand in the same place and are told apart by their marks.</summary>
/// <param name="Name">Its name in the schema, <c>trigger</c>.</param>
/// <param name="What">What a person calls it, <c>A trigger</c>.</param>
internal sealed record FormSet(string Name, string What)
{
    /// <summary>The kinds.</summary>
    public required ImmutableArray<Form> Forms { get; init; }
}
