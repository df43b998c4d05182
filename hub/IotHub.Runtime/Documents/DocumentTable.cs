using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Documents;
using IotHub.Automation.Engine;
using IotHub.Automation.Engine.People;
using IotHub.Contracts.Diagnostics;
using IotHub.Devices.State;
using IotHub.Runtime.Arranging;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Documents;

/// <summary>The people and the templates of the home, and how it is arranged: what was written, in which version, and how each stands.</summary>
internal sealed class DocumentTable(AutomationEngine engine, IHomeView home)
{
    /// <summary>Far more than a person would ever write or collect.</summary>
    private const int TemplatesMax = 500;

    private readonly SortedDictionary<string, DocumentEntry> _people = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DocumentEntry> _templates = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DocumentEntry> _arrangements = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, TemplateDocument> _sound = ImmutableDictionary<string, TemplateDocument>.Empty;

    public IEnumerable<DocumentEntry> Entries => _people.Values.Concat(_templates.Values).Concat(_arrangements.Values);

    /// <summary>Templates without faults, by id.</summary>
    public ImmutableDictionary<string, TemplateDocument> Templates => _sound;

    /// <summary>Ids of all people.</summary>
    public IReadOnlySet<string> PersonIds => _people.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Takes over what was stored. Devices and their values are there already.</summary>
    public void Restore(StoredHome stored, DateTimeOffset now, List<EngineEffect> effects)
    {
        foreach (var document in stored.People)
        {
            Take(DocumentKind.Person, document, Compile(DocumentKind.Person, document.Text, document.Id), now, stored.LastAlive ?? now, effects);
        }

        foreach (var document in stored.Templates)
        {
            Take(DocumentKind.Template, document, Compile(DocumentKind.Template, document.Text, document.Id), now, null, effects);
        }

        foreach (var document in stored.Arrangements)
        {
            Take(DocumentKind.Arrangement, document, Compile(DocumentKind.Arrangement, document.Text, document.Id), now, null, effects);
        }
    }

    /// <summary>Saves a document, unless it has errors: then nothing changes.</summary>
    public HubAnswer Put(HubInput.PutDocument input, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        var (entries, word) = Of(input.Kind);
        var known = entries.GetValueOrDefault(input.Id);
        var max = input.Kind == DocumentKind.Person ? AutomationEngine.PeopleMax : TemplatesMax;
        if (known is null && entries.Count >= max)
        {
            return HubAnswer.No($"{word}.limit", $"This home has {entries.Count} documents of that kind, as many as it may. Delete one first.");
        }

        var compiled = Compile(input.Kind, input.Text, input.Id);
        if (compiled.Status == DocumentStatus.Broken)
        {
            return HubAnswer.No($"{word}.invalid", $"{input.Id} has faults and was not saved.", compiled.Diagnostics);
        }

        if (compiled.Id != input.Id)
        {
            return HubAnswer.No($"{word}.id", $"The document calls itself {compiled.Id} and cannot be saved as {input.Id}.");
        }

        if (known is not null && known.Text == input.Text)
        {
            return HubAnswer.Yes(input.Id, known.Diagnostics);
        }

        var entry = Take(input.Kind, new StoredDocument(input.Id, input.Text, (known?.Version ?? 0) + 1, true, input.By, now), compiled, now, null, effects);
        outputs.Add(new HubOutput.DocumentSaved(entry, IsNewVersion: true));
        return HubAnswer.Yes(input.Id, entry.Diagnostics);
    }

    public HubAnswer Remove(HubInput.RemoveDocument input, List<HubOutput> outputs)
    {
        var (entries, word) = Of(input.Kind);
        if (!entries.Remove(input.Id))
        {
            return HubAnswer.No($"{word}.unknown", $"There is no {word} {input.Id}.");
        }

        if (input.Kind == DocumentKind.Person)
        {
            engine.RemovePerson(input.Id);
        }
        else if (input.Kind == DocumentKind.Template)
        {
            _sound = _sound.Remove(input.Id);
        }

        outputs.Add(new HubOutput.DocumentRemoved(input.Kind, input.Id));
        return HubAnswer.Yes(input.Id);
    }

    /// <summary>A device joined, left or changed its contract: people that are known by it are looked at again.</summary>
    public void OnDeviceChanged(string name, DateTimeOffset now, List<EngineEffect> effects, List<HubOutput> outputs)
    {
        foreach (var entry in _people.Values.Where(entry => WrittenDocument.MayName(entry.Text, name)).ToArray())
        {
            var stored = new StoredDocument(entry.Id, entry.Text, entry.Version, true, entry.SavedBy, entry.SavedAt);
            outputs.Add(new HubOutput.DocumentSaved(Take(entry.Kind, stored, Compile(entry.Kind, entry.Text, entry.Id), now, null, effects), IsNewVersion: false));
        }
    }

    /// <summary>Puts a document into the table and in force.</summary>
    private DocumentEntry Take(DocumentKind kind, StoredDocument document, Compiled compiled, DateTimeOffset now, DateTimeOffset? since, List<EngineEffect> effects)
    {
        if (kind == DocumentKind.Template)
        {
            _sound = compiled.Template is { } template ? _sound.SetItem(document.Id, template) : _sound.Remove(document.Id);
        }
        else if (compiled.Person is { } person)
        {
            engine.PutPerson(person, now, effects, since);
        }
        else if (kind == DocumentKind.Person)
        {
            engine.RemovePerson(document.Id);
        }

        return Of(kind).Entries[document.Id] = new DocumentEntry(
            kind, document.Id, compiled.Name, document.Text, document.Version, document.SavedBy, document.SavedAt, compiled.Status, compiled.Diagnostics);
    }

    private (SortedDictionary<string, DocumentEntry> Entries, string Word) Of(DocumentKind kind) => kind switch
    {
        DocumentKind.Person => (_people, "person"),
        DocumentKind.Template => (_templates, "template"),
        DocumentKind.Arrangement => (_arrangements, "arrangement"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Neither a person nor a template nor an arrangement."),
    };

    private Compiled Compile(DocumentKind kind, string text, string id)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (kind == DocumentKind.Template)
        {
            var template = TemplateCompiler.Compile(utf8, id);
            return new Compiled(
                template.Template?.Id ?? id, template.Template?.Name ?? id, template.Template is null ? DocumentStatus.Broken : DocumentStatus.Active, template.Diagnostics, null, template.Template);
        }

        if (kind == DocumentKind.Arrangement)
        {
            // There is one: any other id is not its own, and is refused.
            var (arrangement, faults) = ArrangementReader.Read(utf8);
            return new Compiled(HomeArrangement.Id, HomeArrangement.Id, arrangement is null ? DocumentStatus.Broken : DocumentStatus.Active, faults, null, null);
        }

        var person = PersonCompiler.Compile(utf8, id, home);
        var status = person.Plan is not null ? DocumentStatus.Active : person.IsWaitingForDevices ? DocumentStatus.Waiting : DocumentStatus.Broken;
        return new Compiled(person.Document?.Id ?? id, person.Document?.Name ?? id, status, person.Diagnostics, person.Plan, null);
    }

    private sealed record Compiled(string Id, string Name, DocumentStatus Status, ImmutableArray<Diagnostic> Diagnostics, PersonPlan? Person, TemplateDocument? Template);
}
