using System.Collections.Immutable;
using IotHub.Automation.Documents;
using IotHub.Automation.Schedules;

namespace IotHub.Automation.Compilation;

/// <summary>What a document may name beside devices. Where something is null it is not known, and nothing is said about names of that kind.</summary>
public sealed record KnownNames
{
    /// <summary>Nothing is known.</summary>
    public static KnownNames None { get; } = new();

    /// <summary>Ids of scenes.</summary>
    public IReadOnlySet<string>? Scenes { get; init; }

    /// <summary>Ids of people.</summary>
    public IReadOnlySet<string>? Persons { get; init; }

    /// <summary>Ids of automations.</summary>
    public IReadOnlySet<string>? Automations { get; init; }

    /// <summary>The home's clocks, days and sun, for a warning about a schedule that never comes.</summary>
    public HomePlace? Place { get; init; }

    /// <summary>From when on a schedule should come; null to say nothing about that.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Templates by id. One that is not here is waited for, as a device is.</summary>
    public ImmutableDictionary<string, TemplateDocument> Templates { get; init; } = ImmutableDictionary<string, TemplateDocument>.Empty;
}
