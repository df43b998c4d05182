using System.Collections.Immutable;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>A condition as written: its form is right, what it names is not looked up yet.</summary>
/// <param name="At">Where it stands.</param>
public abstract record ConditionDocument(JsonNodeAt At)
{
    /// <summary>Written with <c>all</c>, or as the list of conditions.</summary>
    public sealed record All(JsonNodeAt At, ImmutableArray<ConditionDocument> Of) : ConditionDocument(At);

    /// <summary>Written with <c>any</c>.</summary>
    public sealed record Any(JsonNodeAt At, ImmutableArray<ConditionDocument> Of) : ConditionDocument(At);

    /// <summary>Written with <c>not</c>.</summary>
    public sealed record Not(JsonNodeAt At, ConditionDocument Of) : ConditionDocument(At);

    /// <summary>Written with <c>property</c>.</summary>
    public sealed record Property(JsonNodeAt At, JsonNodeAt Address, PropertyTestDocument Test, TimeSpan? For) : ConditionDocument(At);

    /// <summary>Written with <c>after</c>, <c>before</c> or <c>days</c>.</summary>
    public sealed record Window(JsonNodeAt At, TimeOnly? After, TimeOnly? Before, Weekdays Days) : ConditionDocument(At);

    /// <summary>Written with <c>trigger</c>.</summary>
    public sealed record Trigger(JsonNodeAt At, ImmutableArray<JsonNodeAt> Ids) : ConditionDocument(At);
}
