using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Actions;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Engine.People;
using IotHub.Automation.Schedules;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Documents;

/// <summary>All that was written in a home, for whoever compiles a document beside the loop.</summary>
/// <param name="Automations">Automations, newest version each.</param>
/// <param name="Scenes">Scenes.</param>
/// <param name="People">People.</param>
/// <param name="Templates">Templates.</param>
public sealed record HomeDocuments(
    ImmutableArray<StoredDocument> Automations, ImmutableArray<StoredDocument> Scenes, ImmutableArray<StoredDocument> People, ImmutableArray<StoredDocument> Templates)
{
    /// <summary>Nothing is written.</summary>
    public static HomeDocuments None { get; } = new([], [], [], []);

    /// <summary>Those of a home as kept.</summary>
    public static HomeDocuments Of(StoredHome stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new(stored.Automations, stored.Scenes, stored.People, stored.Templates);
    }

    /// <summary>What an automation may name, its own id with it. Templates with faults are left out.</summary>
    /// <param name="id">The automation's id.</param>
    /// <param name="place">The home's clocks, days and sun.</param>
    /// <param name="now">From when on a schedule should come; null to say nothing about that.</param>
    public KnownNames NamesFor(string id, HomePlace place, DateTimeOffset? now = null) => new()
    {
        Scenes = Ids(Scenes),
        Persons = Ids(People),
        Automations = Ids(Automations, id),
        Place = place,
        Now = now,
        Templates = Templates
            .Select(document => TemplateCompiler.Compile(Utf8(document), document.Id).Template)
            .OfType<TemplateDocument>()
            .ToImmutableDictionary(template => template.Id, StringComparer.Ordinal),
    };

    /// <summary>The scenes without faults.</summary>
    /// <param name="home">The devices that they set.</param>
    public ImmutableArray<ScenePlan> ScenePlans(IHomeView home) =>
        [.. Scenes.Select(scene => SceneCompiler.Compile(Utf8(scene), scene.Id, home).Plan).OfType<ScenePlan>()];

    /// <summary>The people without faults, in order of ids.</summary>
    /// <param name="home">The devices that tell where they are.</param>
    public ImmutableArray<PersonPlan> PersonPlans(IHomeView home) =>
        [.. People.OrderBy(person => person.Id, StringComparer.Ordinal).Select(person => PersonCompiler.Compile(Utf8(person), person.Id, home).Plan).OfType<PersonPlan>()];

    private static byte[] Utf8(StoredDocument document) => Encoding.UTF8.GetBytes(document.Text);

    private static HashSet<string> Ids(ImmutableArray<StoredDocument> documents, params ReadOnlySpan<string> further)
    {
        var ids = documents.Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in further)
        {
            ids.Add(id);
        }

        return ids;
    }
}
