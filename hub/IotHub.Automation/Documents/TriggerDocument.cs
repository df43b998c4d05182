using System.Collections.Immutable;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>A trigger as written: its form is right, what it names is not looked up yet.</summary>
/// <param name="Id">As written, or the trigger's number from 1.</param>
/// <param name="At">Where it stands.</param>
public abstract record TriggerDocument(string Id, JsonNodeAt At)
{
    /// <summary>Written with <c>property</c>.</summary>
    public sealed record Property(string Id, JsonNodeAt At, ImmutableArray<JsonNodeAt> Addresses, PropertyTestDocument Test, TimeSpan? For) : TriggerDocument(Id, At);

    /// <summary>Written with <c>event</c>.</summary>
    public sealed record Event(string Id, JsonNodeAt At, JsonNodeAt Address, ImmutableArray<JsonMemberAt> Arguments) : TriggerDocument(Id, At);

    /// <summary>Written with <c>time</c>.</summary>
    public sealed record Time(string Id, JsonNodeAt At, ImmutableArray<TimeOnly> Times, Weekdays Days) : TriggerDocument(Id, At);
}
