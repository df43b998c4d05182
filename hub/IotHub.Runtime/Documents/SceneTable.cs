using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Devices;
using IotHub.Devices.State;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Documents;

/// <summary>The scenes of the home: what was written, in which version, and how each stands.</summary>
internal sealed class SceneTable(AutomationEngine engine, IHomeView home, int scenesMax)
{
    private readonly SortedDictionary<string, SceneEntry> _entries = new(StringComparer.Ordinal);

    // Those that mean devices by room or kind: any device that joins, leaves or moves concerns them.
    private readonly HashSet<string> _dependOnHome = new(StringComparer.Ordinal);

    public IEnumerable<SceneEntry> Entries => _entries.Values;

    /// <summary>Ids of all scenes.</summary>
    public IReadOnlySet<string> Ids => _entries.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Takes over what was stored.</summary>
    public void Restore(StoredDocument stored)
    {
        var entry = new SceneEntry(stored.Id, stored.Id, string.Empty, stored.Text, stored.Version, stored.SavedBy, stored.SavedAt, DocumentStatus.Broken, []);
        _entries[stored.Id] = Activate(entry, Compile(stored.Text, stored.Id));
    }

    /// <summary>Saves a document, unless it has errors: then nothing changes.</summary>
    public HubAnswer Put(HubInput.PutScene input, DateTimeOffset now, List<HubOutput> outputs)
    {
        var known = _entries.GetValueOrDefault(input.Id);
        if (known is null && _entries.Count >= scenesMax)
        {
            return HubAnswer.No("scene.limit", $"This home has {_entries.Count} scenes, as many as it may. Delete one first.");
        }

        var compiled = Compile(input.Text, input.Id);
        if (compiled.Document is null || (compiled.Plan is null && !compiled.IsWaitingForDevices))
        {
            return HubAnswer.No("scene.invalid", $"{input.Id} has faults and was not saved.", compiled.Diagnostics);
        }

        if (compiled.Document.Id is { } id && id != input.Id)
        {
            return HubAnswer.No("scene.id", $"The document calls itself {id} and cannot be saved as {input.Id}.");
        }

        if (known is not null && known.Text == input.Text)
        {
            return HubAnswer.Yes(input.Id, known.Diagnostics);
        }

        var entry = new SceneEntry(input.Id, input.Id, string.Empty, input.Text, (known?.Version ?? 0) + 1, input.By, now, DocumentStatus.Broken, []);
        entry = _entries[input.Id] = Activate(entry, compiled);
        outputs.Add(new HubOutput.SceneSaved(entry, IsNewVersion: true));
        return HubAnswer.Yes(input.Id, entry.Diagnostics);
    }

    public HubAnswer Remove(HubInput.RemoveScene input, List<HubOutput> outputs)
    {
        if (!_entries.Remove(input.Id))
        {
            return Unknown(input.Id);
        }

        engine.RemoveScene(input.Id);
        _dependOnHome.Remove(input.Id);
        outputs.Add(new HubOutput.SceneRemoved(input.Id));
        return HubAnswer.Yes(input.Id);
    }

    public HubAnswer Run(HubInput.RunScene input, CauseSequence causes, DateTimeOffset now, List<EngineEffect> effects)
    {
        if (!_entries.TryGetValue(input.Scene, out var entry))
        {
            return Unknown(input.Scene);
        }

        if (entry.Status != DocumentStatus.Active)
        {
            var why = entry.Diagnostics.IsEmpty ? "it is not in force" : entry.Diagnostics[0].Message;
            return HubAnswer.No("scene.waiting", $"Scene {entry.Id} cannot run: {why}", entry.Diagnostics);
        }

        engine.RunScene(input.Scene, causes.Root(CauseOrigin.Person, input.By), now, effects);
        return HubAnswer.Yes(input.Scene);
    }

    /// <summary>A device joined, left or changed its contract: scenes that name it, or mean it by room or kind, are looked at again.</summary>
    public void OnDeviceChanged(string name, List<HubOutput> outputs) => Renew(entry => WrittenDocument.MayName(entry.Text, name), outputs);

    /// <summary>A device moved to another room.</summary>
    public void OnDeviceMoved(List<HubOutput> outputs) => Renew(_ => false, outputs);

    private void Renew(Func<SceneEntry, bool> isMeant, List<HubOutput> outputs)
    {
        foreach (var entry in _entries.Values.Where(entry => _dependOnHome.Contains(entry.Id) || isMeant(entry)).ToArray())
        {
            var renewed = _entries[entry.Id] = Activate(entry, Compile(entry.Text, entry.Id));
            outputs.Add(new HubOutput.SceneSaved(renewed, IsNewVersion: false));
        }
    }

    private SceneEntry Activate(SceneEntry entry, SceneCompileResult compiled)
    {
        if (compiled.DependsOnHome)
        {
            _dependOnHome.Add(entry.Id);
        }
        else
        {
            _dependOnHome.Remove(entry.Id);
        }

        if (compiled.Plan is { } plan)
        {
            engine.PutScene(plan);
        }
        else
        {
            engine.RemoveScene(entry.Id);
        }

        var status = compiled switch
        {
            { Plan: not null } => DocumentStatus.Active,
            { IsWaitingForDevices: true } => DocumentStatus.Waiting,
            _ => DocumentStatus.Broken,
        };
        return entry with
        {
            Name = compiled.Document?.Name ?? entry.Name,
            Icon = compiled.Document?.Icon ?? entry.Icon,
            Status = status,
            Diagnostics = compiled.Diagnostics,
        };
    }

    private SceneCompileResult Compile(string text, string id) => SceneCompiler.Compile(Encoding.UTF8.GetBytes(text), id, home);

    private static HubAnswer Unknown(string id) => HubAnswer.No("scene.unknown", $"There is no scene {id}.");
}
