using System.Collections.Immutable;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents.Forms;

/// <summary>One kind of object: what tells it apart, and the members that it may have.</summary>
/// <param name="Name">Its name in the schema, <c>propertyTrigger</c>.</param>
/// <param name="Marks">Members of which one tells this kind from others of its set; empty where there are no others.</param>
/// <param name="Title">What it says, for an editor.</param>
internal sealed record Form(string Name, ImmutableArray<string> Marks, string Title)
{
    /// <summary>In the order in which messages and schema list them.</summary>
    public required ImmutableArray<FormMember> Members { get; init; }

    /// <summary>Of each of these groups at least one member must be there. The schema says so; <see cref="Rule"/> or the marks check it.</summary>
    public ImmutableArray<string> NeedsOneOf { get; init; } = [];

    /// <summary>Checks what members say together; null where there is nothing of that kind.</summary>
    public Action<JsonNodeAt, FormCheck>? Rule { get; init; }

    /// <summary>The names of all members.</summary>
    public ImmutableArray<string> Names => [.. Members.Select(member => member.Name)];

    /// <summary>Finds a member.</summary>
    public FormMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
}
