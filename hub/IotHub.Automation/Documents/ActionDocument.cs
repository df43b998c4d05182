using System.Collections.Immutable;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>An action as written: its form is right, what it names is not looked up yet.</summary>
/// <param name="At">Where it stands.</param>
public abstract record ActionDocument(JsonNodeAt At)
{
    /// <summary>Written with <c>set</c>.</summary>
    public sealed record Set(JsonNodeAt At, ImmutableArray<JsonMemberAt> Values) : ActionDocument(At);

    /// <summary>Written with <c>call</c>.</summary>
    public sealed record Call(JsonNodeAt At, JsonNodeAt Address, ImmutableArray<JsonMemberAt> In) : ActionDocument(At);

    /// <summary>Written with <c>wait</c>.</summary>
    public sealed record Wait(JsonNodeAt At, TimeSpan Duration) : ActionDocument(At);

    /// <summary>Written with <c>scene</c>.</summary>
    public sealed record Scene(JsonNodeAt At, JsonNodeAt Id) : ActionDocument(At);
}
